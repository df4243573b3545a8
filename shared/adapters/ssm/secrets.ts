import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { SecretStore } from '../../ports/secrets.ts';

/** Parameters of the type SecureString, by name. */
export const ssmSecrets = (client: SSMClient): SecretStore => ({
  read: async (name: string): Promise<string> => {
    const value = await valueOf(client, name);
    if (value === '') throw new Error(`${name}: expected a parameter with a value, found none`);
    return value;
  },
});

const valueOf = async (client: SSMClient, name: string): Promise<string> => {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return Parameter?.Value ?? '';
  } catch (cause) {
    // What the service throws does not say of which.
    const reason = cause instanceof Error ? cause.name : 'unknown';
    throw new Error(`${name}: expected a parameter that this function may read, got ${reason}`, { cause });
  }
};
