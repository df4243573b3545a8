import { gzipSync } from 'node:zlib';
import { dynamoSegments } from '../shared/adapters/dynamodb/segments.ts';
import { readBatch } from '../shared/core/event/batch.ts';
import { encodeBatch } from '../shared/core/segment/encode-batch.ts';
import { type Contender, inTurn, machine } from './ingest/in-turn.ts';
import { batchWrites, itemOf, readWithZod } from './ingest/item-per-event.ts';
import { marshallingClient } from './ingest/marshalling-client.ts';
import { batchesOf, bodyOf, NOW } from './ingest/payments.ts';

/**
 * What ingest costs the processor, from the text of a body to the bodies of the requests to DynamoDB, beside what one would
 * do instead. As a multiple of JSON.parse of the same body, since that is the same on a faster machine. Run it with
 * `npm run bench -- ingest [turns [events a batch]]`.
 */
const [, , turns = '15', size = '500'] = process.argv;
const events = Number(size);
const bodies = batchesOf(events, 16).map(bodyOf);
const bodyAt = (turn: number): string => bodies[turn % bodies.length] ?? '';
const tableName = 'bench';

interface Peer extends Contender {
  /** Bytes and requests that a batch becomes. */
  readonly cost: () => readonly [bytes: number, requests: number];
}

const ours = (): Peer => {
  const { client, sent } = marshallingClient();
  const segments = dynamoSegments({ client, tableName });
  let batches = 0;
  return {
    name: 'Parapet: checked, by column, PutItem',
    run: async (turn) => {
      const batch = readBatch(bodyAt(turn), 'batch', NOW);
      if (!batch.ok || batch.events.length !== events) throw new Error('expected every event to be taken');
      batches++;
      await segments.put(encodeBatch(batch.events).segments);
    },
    cost: () => [sent.bytes / batches, sent.requests / batches],
  };
};

const itemPerEvent = (how: 'plain' | 'compiled'): Peer => {
  const { client, sent } = marshallingClient();
  let batches = 0;
  return {
    name: `zod (${how}), an item per event, BatchWriteItem`,
    run: async (turn) => {
      batches++;
      const writes = batchWrites(tableName, readWithZod(bodyAt(turn), how).map(itemOf));
      await Promise.all(writes.map((write) => client.send(write)));
    },
    cost: () => [sent.bytes / batches, sent.requests / batches],
  };
};

const gzipped = (): Peer => {
  const sizes: number[] = [];
  return {
    name: 'unchecked, gzip of NDJSON',
    run: (turn) => {
      const raw = (JSON.parse(bodyAt(turn)) as { events: unknown[] }).events;
      sizes.push(gzipSync(raw.map((event) => JSON.stringify(event)).join('\n')).length);
    },
    cost: () => [sizes.reduce((sum, each) => sum + each, 0) / sizes.length, 1],
  };
};

const parsed: Peer = { name: 'JSON.parse', run: (turn) => JSON.parse(bodyAt(turn)), cost: () => [0, 0] };
const peers = [parsed, ours(), itemPerEvent('compiled'), itemPerEvent('plain'), gzipped()];
const figures = await inTurn(peers, { turns: Number(turns), runs: Math.ceil(20_000 / events) });

console.log(
  `CPU from the text of a body to the bodies of the requests (made, not signed, not sent), ${events} payments of ${Math.round((bodies[0]?.length ?? 0) / events)} bytes a batch.`,
);
console.log(`The median of ${turns} turns, one contender after the other in each; ${machine()}.\n`);
console.log('| | of JSON.parse | microseconds an event | bytes to send an event | requests a batch |');
console.log('|---|---|---|---|---|');
for (const { name, cost } of peers) {
  const { micros = Number.NaN, ratio = Number.NaN } = figures.get(name) ?? {};
  const [bytes, requests] = cost();
  const sent = requests === 0 ? ' | ' : `${(bytes / events).toFixed(0)} | ${requests.toFixed(0)}`;
  console.log(`| ${name} | ${ratio.toFixed(2)} | ${(micros / events).toFixed(2)} | ${sent} |`);
}
