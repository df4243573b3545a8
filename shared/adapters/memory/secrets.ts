import type { SecretStore } from '../../ports/secrets.ts';

/** What `secrets` holds when it is asked; another value may be put there in between, as an operator would. */
export const memorySecrets = (secrets: ReadonlyMap<string, string>): SecretStore => ({
  read: async (name: string): Promise<string> => {
    const secret = secrets.get(name);
    if (secret === undefined) throw new Error(`${name}: expected a parameter with a value, found none`);
    return secret;
  },
});
