import { afterEach, describe, expect, it } from 'vitest';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { someAtOnce } from '../../shared/app/some-at-once.ts';
import { matchesField } from '../../shared/core/guardrail/pattern.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { minuteTally } from '../../shared/core/rollup/merge-tallies.ts';
import { type Part, partsOf } from '../../shared/core/rollup/part.ts';
import { groupKey, WHOLE } from '../../shared/core/rollup/series.ts';
import {
  addMinutes,
  addMs,
  type EpochMinute,
  epochMs,
  type EpochMs,
  hourOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  minuteOf,
  minutes,
} from '../../shared/core/units.ts';
import { aGuardrail, aRawEvent } from '../support/builders.ts';
import { type LocalUnderTest, startLocal } from '../support/local.ts';

let local: LocalUnderTest | undefined;
afterEach(() => local?.system.stop());

const ecm = aGuardrail({
  id: 'ecm',
  name: undefined,
  kind: 'monthly',
  bad: undefined,
  critical: undefined,
  preset: 'mastercard-ecm',
  by: ['merchant'],
});

const NINE: EpochMs = epochMs(Date.parse('2026-03-12T09:00:00Z'));
const FEBRUARY: EpochMinute = minuteOf(epochMs(Date.parse('2026-02-01T00:00:00Z')));
const MARCH: EpochMinute = minuteOf(epochMs(Date.parse('2026-03-01T00:00:00Z')));

/** Of one day: Mastercard payments, and since March six chargebacks of the tea house and one of the bookshop. */
const ofDay = (part: Part, day: EpochMinute): ReadonlyMap<string, number> => {
  const type = part.metric.of.find(({ field }) => field === 'type');
  const isOf = (value: string): boolean => type !== undefined && matchesField(type, value);
  if (isOf('payment'))
    return new Map([
      ['tea-house', 200],
      ['bookshop', 900],
    ]);
  return day < MARCH || !isOf('chargeback')
    ? new Map()
    : new Map([
        ['tea-house', 6],
        ['bookshop', 1],
      ]);
};

/** What the evaluators of the days before would have left: days, and the hours of this one, with nothing in these. */
const writePast = async ({ system }: LocalUnderTest): Promise<void> => {
  const rollups = dynamoRollups(system.table);
  const before = hourOf(addMinutes(minuteOf(NINE), -MINUTES_PER_HOUR));
  const put = (part: Part, unit: 'day' | 'hour', start: EpochMinute, counts: ReadonlyMap<string, number>) => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const groups =
      part.by === ''
        ? new Map(total === 0 ? [] : [[WHOLE, minuteTally(0, total)]])
        : new Map([...counts].map(([merchant, count]) => [groupKey(part.by, merchant), minuteTally(0, count)]));
    return rollups.put(part, unit, { start, data: encodeRollup({ groups }) }, 0, 'before');
  };
  const writes: (() => Promise<boolean>)[] = [];
  for (const part of partsOf([ecm])) {
    for (let day = FEBRUARY; day < before; day = addMinutes(day, MINUTES_PER_DAY)) {
      const rest = before - day;
      if (rest >= MINUTES_PER_DAY) writes.push(() => put(part, 'day', day, ofDay(part, day)));
      // Of the last days hours are read, since windows begin in them.
      if (rest >= 2 * MINUTES_PER_DAY) continue;
      for (let hour = day; hour < Math.min(before, day + MINUTES_PER_DAY); hour = addMinutes(hour, MINUTES_PER_HOUR)) {
        const isTen = hour === addMinutes(day, 10 * MINUTES_PER_HOUR);
        writes.push(() => put(part, 'hour', hour, isTen ? ofDay(part, day) : new Map()));
      }
    }
  }
  await someAtOnce(writes, async (write) => expect(await write()).toBe(true));
};

const aChargeback = (merchant: string, time: EpochMs) =>
  aRawEvent({
    type: 'chargeback',
    outcome: undefined,
    latencyMs: undefined,
    time: new Date(time).toISOString(),
    attributes: { network: 'mastercard', merchant, reason: '4853' },
  });

describe('over the wire', () => {
  it('the merchant that will end the month beyond the limit of a scheme is told with days to go, once an hour', async () => {
    local = await startLocal([ecm]);
    await writePast(local);
    local.clock.set(NINE);
    const news = [
      aChargeback('tea-house', addMs(NINE, minutes(-1))),
      aChargeback('bookshop', addMs(NINE, minutes(-1))),
    ];
    expect(await local.post(news)).toBe(202);

    const first = await local.system.tick(NINE);
    expect([first.failures, first.judged]).toEqual([[], 1]);
    local.clock.set(addMs(NINE, minutes(1)));
    expect((await local.system.tick(addMs(NINE, minutes(1)))).judged).toBe(0);

    expect(local.system.alerts).toHaveLength(1);
    const [alert] = local.system.alerts;
    expect(alert?.subject).toContain('WARNING Mastercard ECM: merchant=tea-house');
    const body: unknown = JSON.parse(alert?.message ?? '{}');
    expect(body).toMatchObject({
      parapet: {
        members: [
          {
            group: 'merchant=tea-house',
            // 67 in eleven days and nine hours, against 28 days of 200.
            bad: 67,
            total: 5600,
            limitText: '1.5% and 100',
            month: {
              against: 'previous-month',
              projected: { bad: 183, total: 5600 },
              crossesAt: expect.stringMatching(/^2026-03-17T/),
              end: '2026-04-01T00:00:00.000Z',
            },
          },
        ],
      },
    });
    // What the raw events of the last hours hold says nothing about a month.
    expect(body).not.toHaveProperty('parapet.impact');
    expect(alert?.text).toContain('183');
  });
});
