import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { Environment, Target } from './target.ts';

type Credentials = Awaited<ReturnType<ReturnType<typeof defaultProvider>>>;

/** How the clients and commands of a run reach one and the same place. */
export interface Aws {
  /** For the constructor of every SDK client. */
  readonly client: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials: () => Promise<Credentials>;
  };
  /** The environment of every command that is started. */
  readonly environment: () => Promise<Environment>;
}

/** Emulators take any. A call that misses the emulator and reaches AWS can do nothing with these. */
const emulatorCredentials: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** What would lead a command to other credentials than those that were checked, or to another place. */
const dropped = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/**
 * Credentials are resolved here once and handed to each command: the account that was checked is then the one that is
 * deployed to, whatever a tool makes of profiles.
 */
export const awsAt = (target: Target, outer: Environment): Aws => {
  const credentials =
    target.kind === 'emulator' ? (): Promise<Credentials> => Promise.resolve(emulatorCredentials) : defaultProvider();
  const endpoint = target.endpoint?.href;
  return {
    client: { region: target.region, credentials, ...(endpoint === undefined ? {} : { endpoint }) },
    environment: async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
      const kept = Object.entries(outer).filter(([name]) => !dropped.includes(name));
      return {
        ...Object.fromEntries(kept),
        AWS_REGION: target.region,
        AWS_DEFAULT_REGION: target.region,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
        ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
      };
    },
  };
};

/** Does something with a client and closes its connections, whatever comes of it. */
export const withClient = async <Client extends { readonly destroy: () => void }, Result>(
  client: Client,
  act: (client: Client) => Promise<Result>,
): Promise<Result> => {
  try {
    return await act(client);
  } finally {
    client.destroy();
  }
};
