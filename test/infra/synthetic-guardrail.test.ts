import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../cli/demo/random.ts';
import { Replay } from '../../cli/replay/replay.ts';
import { withSyntheticGuardrail } from '../../infra/guardrails.ts';
import { syntheticBatch, syntheticGuardrail } from '../../infra/synthetic-guardrail.ts';
import { readBatch } from '../../shared/core/event/batch.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import {
  addMinutes,
  addMs,
  durationMs,
  type EpochMs,
  MINUTES_PER_DAY,
  seconds,
  startOf,
} from '../../shared/core/units.ts';
import { aGuardrail, aVolumeGuardrail, NOW, THIS_MINUTE } from '../support/builders.ts';

/** As Scheduler fills in `<aws.scheduler.scheduled-time>`. */
const schedulerTime = (time: EpochMs): string => new Date(time).toISOString().replace('.000Z', 'Z');

const eventsAt = (time: EpochMs, now: EpochMs) => {
  const batch = readBatch(JSON.stringify(syntheticBatch(schedulerTime(time))), 'either', now);
  if (!batch.ok) throw new Error(batch.refusal.message);
  return batch;
};

interface Arrival {
  /** Of the schedule. */
  readonly minute: number;
  /** When it is stored, as the schedule counts minutes. */
  readonly at: number;
}

/** Plays minutes 0 to `minutes - 1`, a tick at the end of each. What is told, by the minute that ended. */
const play = async (minutes: number, arrivals: readonly Arrival[]): Promise<Map<number, string>> => {
  const replay = new Replay({ guardrails: [syntheticGuardrail()], silences: [] }, THIS_MINUTE);
  const told = new Map<number, string>();
  const byTick = Map.groupBy(arrivals, ({ at }) => Math.ceil(at));
  for (let minute = 0; minute < minutes; minute++) {
    for (const arrival of byTick.get(minute + 1) ?? []) {
      const time = startOf(addMinutes(THIS_MINUTE, arrival.minute));
      const { events } = eventsAt(time, addMs(time, durationMs((arrival.at - arrival.minute) * 60_000)));
      await replay.take(encodeBatch(events).segments);
    }
    const { sent } = await replay.tick();
    for (const { attributes } of sent) told.set(minute, attributes['reason'] ?? '');
  }
  return told;
};

const everyMinute = (from: number, to: number, delay: (minute: number) => number = () => 0.5): Arrival[] =>
  Array.from({ length: to - from }, (_, index) => ({ minute: from + index, at: from + index + delay(from + index) }));

describe('the synthetic event', () => {
  it('is one that ingest takes, with the time as Scheduler writes it', () => {
    const { events, rejections } = eventsAt(NOW, addMs(NOW, seconds(70)));
    expect(rejections).toEqual([]);
    expect(events).toEqual([
      { id: '2026-03-02T09:00:00Z', source: 'parapet', type: 'synthetic', time: NOW, attributes: {} },
    ]);
  });

  it('is the same event when Scheduler sends it twice', () => {
    const twice = [...eventsAt(NOW, NOW).events, ...eventsAt(NOW, addMs(NOW, seconds(90))).events];
    expect(encodeBatch(twice)).toMatchObject({ duplicates: 1, conflicts: [] });
  });
});

describe('its guardrail', () => {
  it('is quiet for a day on which events are up to a minute late, some come twice and some half an hour later', async () => {
    const random = seededRandom(11);
    const usual = everyMinute(0, MINUTES_PER_DAY, () => random.next() + 0.1);
    const delayed = usual.map((one) => (random.chance(0.02) ? { ...one, at: one.at + 30 * random.next() } : one));
    const again = usual.filter(() => random.chance(0.05)).map((one) => ({ ...one, at: one.at + 3 * random.next() }));
    expect(await play(MINUTES_PER_DAY, [...delayed, ...again])).toEqual(new Map());
  });

  it('is told within ten minutes of the first event that does not come, and over soon after they come again', async () => {
    const told = await play(60, [...everyMinute(0, 20, () => 0.9), ...everyMinute(40, 60, () => 0.9)]);
    expect([...told.values()]).toEqual(['opened', 'resolved']);
    const [opened = 0, resolved = 0] = told.keys();
    expect(opened - 20).toBeLessThanOrEqual(10);
    expect(opened - 20).toBeGreaterThan(5);
    expect(resolved - 40).toBeLessThanOrEqual(10);
  });

  it('is told when every event takes five minutes longer than it should', async () => {
    expect([
      ...(
        await play(
          60,
          everyMinute(0, 60, (minute) => (minute < 20 ? 0.9 : 5.9)),
        )
      ).values(),
    ]).toEqual(['opened']);
  });

  it('says nothing of a new stack, whose schedule begins some minutes after the evaluator', async () => {
    expect(
      await play(
        30,
        everyMinute(3, 30, () => 0.9),
      ),
    ).toEqual(new Map());
  });

  it('stands behind those of the operator', () => {
    const own = aGuardrail();
    expect(withSyntheticGuardrail({ guardrails: [own], silences: [] })).toEqual({
      guardrails: [own, syntheticGuardrail()],
      silences: [],
    });
  });
});

it('a guardrail that does not name its type does not count it', async () => {
  const payments = aVolumeGuardrail({ critical: { below: '1/min' } });
  const replay = new Replay({ guardrails: [payments, syntheticGuardrail()], silences: [] }, THIS_MINUTE);
  await replay.take(encodeBatch(eventsAt(startOf(THIS_MINUTE), startOf(THIS_MINUTE)).events).segments);
  const { counts } = await replay.tick();
  const totalOf = (id: string): number =>
    counts
      .get(id)
      ?.get('')?.[0]
      ?.total.reduce((sum, count) => sum + count, 0) ?? 0;
  expect([totalOf('parapet-synthetic'), totalOf(payments.id)]).toEqual([1, 0]);
});
