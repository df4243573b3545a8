import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable, type LocalDynamoDb, startDynamoDb } from '../../cli/local/dynamodb.ts';
import { localAws } from '../../cli/local/aws-config.ts';
import { ingestHttpHandler } from '../../functions/ingest-http/handler.ts';
import { startHttpApi } from '../../cli/local/http-api.ts';
import { dynamoClient, type Table } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoPartHistories } from '../../shared/adapters/dynamodb/part-histories.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { budgets } from '../../shared/budgets.ts';
import { noHistories } from '../../shared/core/history/part-histories.ts';
import { newState } from '../../shared/core/incident/state.ts';
import { addMinutes } from '../../shared/core/units.ts';
import { aRawEvent, NOW, THIS_MINUTE } from '../support/builders.ts';
import { type Fault, startFaultyEndpoint } from '../support/faulty-endpoint.ts';

let engine: LocalDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb({ tableName: 'parapet' });
});
afterAll(() => engine.stop());

/** A table behind faults: each request takes the next of them, then none. */
const withFaults = async <Result>(
  faults: readonly Fault[],
  use: (table: Table) => Promise<Result>,
): Promise<Result> => {
  const waiting = [...faults];
  const proxy = await startFaultyEndpoint(engine.endpoint, () => waiting.shift() ?? 'none');
  const client = dynamoClient(localAws(proxy.endpoint));
  const direct = dynamoClient(localAws(engine.endpoint));
  const tableName = `faults-${++tables}`;
  await createTable(direct, tableName);
  try {
    return await use({ client, tableName });
  } finally {
    client.destroy();
    direct.destroy();
    await proxy.stop();
  }
};
let tables = 0;

const clock = { now: () => NOW };

/** Posts one event to the ingest function on a table, through HTTP; the answer and how long it took. */
const post = async (table: Table, event = aRawEvent()) => {
  const handler = ingestHttpHandler({ segments: dynamoSegments(table), markers: dynamoLateMarkers(table), clock });
  const routes = new Map([['POST /v1/events', { name: 'ingest-http', timeout: budgets.ingestTimeout, handler }]]);
  const api = await startHttpApi({ routes, clock, port: 0, onError: () => undefined });
  const began = performance.now();
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${api.url}/v1/events`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ events: [event] }),
  });
  const body: unknown = await response.json();
  await api.stop();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body,
    tookMs: performance.now() - began,
  };
};

/** What kinds of items lie in the table. */
const itemsOf = async ({ client, tableName }: Table): Promise<readonly string[]> => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
  return Items.map(({ pk }) => pk?.S?.split('#')[0] ?? '').toSorted();
};

describe('an answer that is lost after the write was applied', () => {
  it('of a state: the repeated write finds itself and counts as saved, once', async () => {
    await withFaults(['drop-answer'], async (table) => {
      const incidents = dynamoIncidents(table);
      expect(await incidents.save(newState('payment-failures'), 0, 'w')).toEqual({ kind: 'saved', rev: 1 });
      expect((await incidents.readAll()).get('payment-failures')?.rev).toBe(1);
    });
  });

  it('of the tick item: the tick is ours', async () => {
    await withFaults(['drop-answer'], async (table) => {
      expect(await dynamoTicks(table).advance(NOW, 'w')).toBe(true);
    });
  });

  it('of a rollup: the repeated write finds itself and counts as set, once', async () => {
    await withFaults(['drop-answer', 'none', 'none', 'none', 'drop-answer'], async (table) => {
      const rollups = dynamoRollups(table);
      const part = { id: 'metric', by: 'bank' };
      const read = () => rollups.read(part, 'minute', THIS_MINUTE, addMinutes(THIS_MINUTE, 1), NOW);
      for (const version of [0, 1]) {
        const rollup = { start: THIS_MINUTE, data: Uint8Array.of(version) };
        expect(await rollups.put(part, 'minute', rollup, version, 'w')).toBe(true);
        expect((await read()).map((stored) => [stored.version, ...stored.data])).toEqual([[version + 1, version]]);
      }
    });
  });

  it('of the cursor: it was moved by us', async () => {
    await withFaults(['drop-answer'], async (table) => {
      expect(await dynamoRollups(table).advance(THIS_MINUTE, undefined, 'w')).toBe(true);
      expect(await dynamoRollups(table).sealedThrough()).toBe(THIS_MINUTE);
    });
  });

  it('of the histories: the repeated write finds itself and counts as saved, once', async () => {
    await withFaults(['drop-answer', 'none', 'none', 'none', 'drop-answer'], async (table) => {
      const store = dynamoPartHistories(table);
      for (const rev of [0, 1]) {
        const histories = { ...noHistories, begin: addMinutes(THIS_MINUTE, rev) };
        expect(await store.save(histories, rev, 'w')).toBe(true);
        expect(await store.read()).toEqual({ histories, rev: rev + 1 });
      }
    });
  });

  it('of a late marker, written or removed: it is written, and removed', async () => {
    await withFaults(['drop-answer', 'none', 'none', 'none', 'none', 'none', 'drop-answer'], async (table) => {
      const markers = dynamoLateMarkers(table);
      const marker = { minute: THIS_MINUTE, segment: 'segment', writtenAt: NOW };
      expect(await markers.mark([marker])).toEqual({ stored: 1, failures: [] });
      expect(await markers.read(NOW, 10)).toEqual([marker]);
      await markers.remove(marker);
      expect(await markers.read(NOW, 10)).toEqual([]);
    });
  });

  it('of a segment: the batch is accepted and lies there once', async () => {
    await withFaults(['drop-answer'], async (table) => {
      expect(await post(table)).toMatchObject({ status: 202, body: { accepted: 1 } });
      const read = [];
      for await (const minute of dynamoSegments(table).read(THIS_MINUTE, addMinutes(THIS_MINUTE, 1), NOW))
        read.push(...minute.segments);
      expect(read).toHaveLength(1);
    });
  });
});

describe('a throttled table', () => {
  it('answers 503 with Retry-After before Lambda would end the function', async () => {
    await withFaults(
      Array.from({ length: 20 }, () => 'throttle' as const),
      async (table) => {
        const answer = await post(table);
        expect(answer).toMatchObject({ status: 503, retryAfter: '5', body: { code: 'unavailable' } });
        expect(answer.tookMs).toBeLessThan(budgets.ingestTimeout - budgets.ingestReserve + 500);
      },
    );
  });

  it('that does not take the late marker of a batch gets no segment of it; sent again, it is taken whole', async () => {
    await withFaults(
      Array.from({ length: budgets.sdkAttempts }, () => 'throttle' as const),
      async (table) => {
        const late = aRawEvent({ time: NOW - 600_000 });
        expect(await post(table, late)).toMatchObject({ status: 503, retryAfter: '5' });
        expect(await itemsOf(table)).toEqual([]);
        expect(await post(table, late)).toMatchObject({ status: 202 });
        expect(await itemsOf(table)).toEqual(['LATE', 'SEG']);
      },
    );
  });

  it('that recovers takes the batch', async () => {
    await withFaults(['throttle'], async (table) => {
      expect(await post(table)).toMatchObject({ status: 202 });
    });
  });
});
