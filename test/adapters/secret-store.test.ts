import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { localAws } from '../../cli/local/aws-config.ts';
import { memorySecrets } from '../../shared/adapters/memory/secrets.ts';
import { ssmClient } from '../../shared/adapters/ssm/client.ts';
import { ssmSecrets } from '../../shared/adapters/ssm/secrets.ts';
import { testSecretStore } from './secret-store.contract.ts';

testSecretStore('in memory', async () => {
  const secrets = new Map<string, string>();
  return {
    store: memorySecrets(secrets),
    put: (name, secret) => secrets.set(name, secret),
    stop: async () => undefined,
  };
});

/** As Parameter Store answers on the wire: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
const startParameterStore = async (secrets: ReadonlyMap<string, string>) => {
  const asked: { readonly target: string; readonly input: unknown }[] = [];
  const server = createServer((request, answer) => {
    void serve(request, answer);
  });
  const serve = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const input = JSON.parse(await textOf(request)) as { Name: string };
    asked.push({ target: String(request.headers['x-amz-target']), input });
    const value = secrets.get(input.Name);
    answer.setHeader('Content-Type', 'application/x-amz-json-1.1');
    if (value === undefined) answer.writeHead(400).end(JSON.stringify({ __type: 'ParameterNotFound' }));
    else answer.end(JSON.stringify({ Parameter: { Name: input.Name, Type: 'SecureString', Value: value } }));
  };
  const client = ssmClient(localAws(`http://127.0.0.1:${await listenOnLoopback(server, 0)}`));
  const stop = async (): Promise<void> => {
    client.destroy();
    await closeServer(server);
  };
  return { store: ssmSecrets(client), asked, stop };
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

testSecretStore('of Parameter Store', async () => {
  const secrets = new Map<string, string>();
  return { ...(await startParameterStore(secrets)), put: (name, secret) => void secrets.set(name, secret) };
});

describe('Parameter Store', () => {
  it('is asked for the value decrypted, by the one call that the role allows', async () => {
    const { store, asked, stop } = await startParameterStore(new Map([['/p', 's']]));
    await store.read('/p');
    expect(asked).toEqual([{ target: 'AmazonSSM.GetParameter', input: { Name: '/p', WithDecryption: true } }]);
    await stop();
  });

  it('that refuses is told of by the name of the parameter', async () => {
    const { store, stop } = await startParameterStore(new Map());
    await expect(store.read('/p')).rejects.toThrow(
      '/p: expected a parameter that this function may read, got ParameterNotFound',
    );
    await stop();
  });

  it('that holds an empty value holds none', async () => {
    const { store, stop } = await startParameterStore(new Map([['/p', '']]));
    await expect(store.read('/p')).rejects.toThrow('/p: expected a parameter with a value, found none');
    await stop();
  });
});
