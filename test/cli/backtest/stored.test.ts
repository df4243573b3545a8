import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { localAws } from '../../../cli/local/aws-config.ts';
import { type LocalDynamoDb, startDynamoDb } from '../../../cli/local/dynamodb.ts';
import { announce } from '../../../cli/local/running.ts';
import { dynamoClient, type Table } from '../../../shared/adapters/dynamodb/client.ts';
import { dynamoSegments } from '../../../shared/adapters/dynamodb/segments.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { encodeBatch } from '../../../shared/core/segment/encode-batch.ts';
import { addMinutes, minuteOf, startOf } from '../../../shared/core/units.ts';
import { anEvent } from '../../support/builders.ts';
import { parapet, type Run } from '../run.ts';

/** Minutes ago: ten of payments, of which the last five fail. */
const BEGAN = 40;
const now = minuteOf(systemClock.now());

let folder: string;
let database: LocalDynamoDb;
let table: Table;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parapet-'));
  database = await startDynamoDb({ tableName: 'parapet' });
  const { endpoint, tableName } = database;
  table = { client: dynamoClient(localAws(endpoint)), tableName };
  await announce(folder, { databaseEndpoint: endpoint, table }, ['failures']);
  for (let minute = 0; minute < 10; minute++) {
    const time = startOf(addMinutes(now, minute - BEGAN));
    const events = Array.from({ length: 50 }, (_, index) =>
      anEvent({ time, outcome: minute >= 5 && index < 25 ? 'failed' : 'succeeded' }),
    );
    const { failures } = await dynamoSegments(table).put(encodeBatch(events).segments);
    expect(failures).toEqual([]);
  }
  await writeFile(
    join(folder, 'rules.yaml'),
    'guardrails: [{ id: failures, kind: rate, bad: { outcome: [failed] }, critical: { above: 5% } }]',
  );
});
afterAll(async () => {
  table.client.destroy();
  await database.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const backtest = (...args: readonly string[]): Promise<Run> =>
  parapet('backtest', '--rules', join(folder, 'rules.yaml'), '--json', ...args);
const iso = (minute: number): string => new Date(startOf(addMinutes(now, minute))).toISOString();

describe('parapet backtest of stored events', () => {
  it('replays those of a system that runs on this machine, to the minute that runs now', async () => {
    const { code, stdout, stderr } = await backtest('--data', folder);
    expect([code, stderr]).toEqual([0, '']);
    const found = JSON.parse(stdout) as { ticks: number };
    expect(found).toMatchObject({
      source: `stored events of --data ${folder}`,
      from: iso(-BEGAN),
      events: 500,
      rules: {
        incidents: [{ guardrail: 'failures', opened: iso(6 - BEGAN), resolved: null, peak: { bad: 25, total: 50 } }],
      },
    });
    expect(found.ticks).toBeGreaterThanOrEqual(BEGAN);
  });

  it('replays those of a table, from and to a time', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', database.endpoint);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    const { code, stdout, stderr } = await backtest(
      '--table',
      'parapet',
      '--from',
      iso(1 - BEGAN),
      '--to',
      iso(5 - BEGAN),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      from: iso(1 - BEGAN),
      to: iso(5 - BEGAN),
      ticks: 4,
      events: 200,
      rules: { incidents: [] },
    });
  });

  it('says so where there are none', async () => {
    const { code, stderr } = await backtest('--data', folder, '--to', iso(-BEGAN - 10));
    expect([code, stderr]).toEqual([
      1,
      `error: Expected events in stored events of --data ${folder}; there are none\n`,
    ]);
  });

  it('says so where nothing runs', async () => {
    const { code, stderr } = await backtest('--data', join(folder, 'none'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('error: No system runs on this machine')]);
  });
});
