import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countRaw } from '../../shared/app/count-raw.ts';
import { evaluate } from '../../shared/app/evaluate.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoPartHistories } from '../../shared/adapters/dynamodb/part-histories.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import { addMs, type EpochMs, minutes } from '../../shared/core/units.ts';
import { aGuardrail, aRawEvent, NOW } from '../support/builders.ts';
import { type LocalUnderTest, startLocal } from '../support/local.ts';
import { downPublisher } from '../support/world.ts';

const guardrails = [aGuardrail({ by: ['bank'] })];

let local: LocalUnderTest;
beforeEach(async () => {
  local = await startLocal(guardrails);
});
afterEach(() => local.system.stop());

const later = (count: number): EpochMs => addMs(NOW, minutes(count));

/** Posts a minute of payments, a share of which failed, and lets the clock pass it. */
const minuteOfPayments = async (minute: number, failing: number): Promise<void> => {
  const time = new Date(later(minute)).toISOString();
  const events = Array.from({ length: 100 }, (_, index) =>
    aRawEvent({ time, outcome: index < failing * 100 ? 'failed' : 'succeeded' }),
  );
  local.clock.set(later(minute + 1));
  expect(await local.post(events)).toBe(202);
};

const keys = (): (string | undefined)[] => local.system.alerts.map(({ attributes }) => attributes.get('dedupKey'));
const first = 'payment-failures-20260302T0901Z#1';

describe('over the wire', () => {
  it('payments that fail become one mail and one JSON message, and their end another', async () => {
    for (let minute = 0; minute < 30; minute++) {
      await minuteOfPayments(minute, minute < 5 ? 0.6 : 0.01);
      await local.system.tick(later(minute + 1));
    }
    expect(local.system.alerts.map(({ subject }) => subject)).toEqual([
      'CRITICAL Payment failures: overall 60%, limit 5%',
      expect.stringMatching(/^RESOLVED Payment failures: overall back to [\d.]+%, peak 60%$/),
    ]);
    const [opened] = local.system.alerts;
    expect(opened?.text).toContain('60 of 100 (60%) from 09:00 to 09:01 UTC; the limit is 5%.');
    expect(opened?.text).toContain('bank=icbc: 60% (60 of 100), critical');
    expect(JSON.parse(opened?.message ?? '')).toMatchObject({
      AlarmName: 'parapet-payment-failures',
      NewStateValue: 'ALARM',
      parapet: { dedupKey: first },
    });
    expect(Object.fromEntries(opened?.attributes ?? [])).toMatchObject({
      guardrail: 'payment-failures',
      severity: 'critical',
      status: 'firing',
    });
  });

  it('a tick invoked twice says it once', async () => {
    await minuteOfPayments(0, 0.6);
    expect(await local.system.tick(later(1))).toMatchObject({ status: 'done', sent: 1 });
    expect(await local.system.tick(later(1))).toMatchObject({ status: 'old', sent: 0 });
    expect(keys()).toEqual([first]);
  });

  it('a tick invoked twice at once says it once', async () => {
    await minuteOfPayments(0, 0.6);
    const reports = await Promise.all([local.system.tick(later(1)), local.system.tick(later(1))]);
    expect(reports.filter(({ status }) => status === 'done')).toHaveLength(1);
    expect(keys()).toEqual([first]);
  });

  it('a crash after the state was written and before it was published: the message goes out at the next tick', async () => {
    await minuteOfPayments(0, 0.6);
    const { table } = local.system;
    const crashing = {
      guardrails,
      plannedSilences: [],
      silences: dynamoSilences(table),
      counts: countRaw(dynamoSegments(table)),
      rollups: dynamoRollups(table),
      histories: dynamoPartHistories(table),
      markers: dynamoLateMarkers(table),
      segments: dynamoSegments(table),
      incidents: dynamoIncidents(table),
      ticks: dynamoTicks(table),
      publisher: downPublisher(memoryPublisher()),
      clock: local.clock,
    };
    expect(await evaluate(crashing, later(1), 'crashing')).toMatchObject({ sent: 0, unsent: 1 });
    expect(keys()).toEqual([]);
    await minuteOfPayments(1, 0.6);
    await local.system.tick(later(2));
    await minuteOfPayments(2, 0.6);
    await local.system.tick(later(3));
    expect(keys()).toEqual([first]);
  });
});
