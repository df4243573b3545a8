import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { closeServer, listenOnLoopback } from '../../../cli/local/listen.ts';
import { outsideHeartbeat } from '../../../functions/evaluate/outside-heartbeat.ts';

it('posts to the address, and never fails the tick', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, answer) => {
    seen.push(request.method);
    answer.writeHead(seen.length === 1 ? 200 : 500).end();
  });
  const beat = outsideHeartbeat(`http://127.0.0.1:${await listenOnLoopback(server, 0)}`);
  await beat();
  await beat();
  await closeServer(server);
  await expect(beat()).resolves.toBeUndefined();
  expect(seen).toEqual(['POST', 'POST']);
});
