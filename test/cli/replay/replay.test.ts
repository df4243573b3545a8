import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawBounds } from '../../../cli/replay/raw-minutes.ts';
import { Replay, type Step } from '../../../cli/replay/replay.ts';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import { parseEvent } from '../../../shared/core/event/parse.ts';
import { encodeBatch } from '../../../shared/core/segment/encode-batch.ts';
import { WHOLE } from '../../../shared/core/rollup/series.ts';
import { addMinutes, addMs, durationMs, type EpochMs, minuteOf, startOf } from '../../../shared/core/units.ts';
import { aGuardrail, anEvent, aRawEvent, NOW, THIS_MINUTE } from '../../support/builders.ts';
import { type LocalUnderTest, startLocal } from '../../support/local.ts';

const guardrails = [aGuardrail({ by: ['bank'] })];
const rules = { guardrails, silences: [] };
const at = (minute: number): EpochMs => startOf(addMinutes(THIS_MINUTE, minute));
const segmentsOf = (events: readonly PaymentEvent[]) => encodeBatch(events).segments;

/** A minute of a hundred payments, so many of which failed. */
const minuteOfPayments = (minute: number, failed: number): PaymentEvent[] =>
  Array.from({ length: 100 }, (_, index) =>
    anEvent({ time: addMs(at(minute), durationMs(index * 500)), outcome: index < failed ? 'failed' : 'succeeded' }),
  );

const play = async (replay: Replay, minutes: readonly (readonly PaymentEvent[])[]): Promise<Step[]> => {
  const steps: Step[] = [];
  for (const events of minutes) {
    await replay.take(segmentsOf(events));
    steps.push(await replay.tick());
  }
  return steps;
};

const wholeOf = (step: Step | undefined, minute: number): readonly [bad: number, total: number] => {
  const [series] = step?.counts.get('payment-failures')?.get(WHOLE) ?? [];
  if (series === undefined) throw new Error('expected counts');
  const position = minuteOf(at(minute)) - series.from;
  return [series.bad[position] ?? Number.NaN, series.total[position] ?? Number.NaN];
};

describe('a replay', () => {
  let local: LocalUnderTest;
  beforeAll(async () => {
    local = await startLocal(guardrails);
  });
  afterAll(() => local.system.stop());

  it('tells, of the same payments, the same messages as the handlers over the wire', async () => {
    const replay = new Replay(rules, THIS_MINUTE);
    const told: unknown[] = [];
    for (let minute = 0; minute < 28; minute++) {
      const raw = Array.from({ length: 100 }, (_, index) =>
        aRawEvent({
          time: new Date(addMs(at(minute), durationMs(index * 500))).toISOString(),
          outcome: index < (minute < 4 ? 50 : 0) ? 'failed' : 'succeeded',
          attributes: { bank: index % 3 === 0 ? 'icbc' : 'ccb' },
        }),
      );
      local.clock.set(at(minute + 1));
      expect(await local.post(raw)).toBe(202);
      await local.system.tick(at(minute + 1));

      const events = raw.map((each, index) => {
        const parsed = parseEvent(each, index, at(minute));
        if (!parsed.ok) throw new Error(parsed.rejection.message);
        return parsed.event;
      });
      const [step] = await play(replay, [events]);
      told.push(...(step?.sent ?? []).map(({ subject, text }) => ({ subject, text })));
    }
    const overTheWire = local.system.alerts.map(({ subject, text }) => ({ subject, text }));
    expect(overTheWire.map(({ subject }) => subject.split(' ')[0])).toEqual(['CRITICAL', 'RESOLVED']);
    // Where it comes from is said in the command that silences it.
    const withoutPlace = (text: unknown): unknown => JSON.parse(JSON.stringify(text).replaceAll(/ --stack \S+/g, ''));
    expect(withoutPlace(told)).toEqual(withoutPlace(overTheWire));
  });

  it('counts an event that comes late in its minute, from the tick after it came on', async () => {
    const replay = new Replay(rules, THIS_MINUTE);
    const steps = await play(replay, [
      ...Array.from({ length: 10 }, (_, minute) => minuteOfPayments(minute, 0)),
      [...minuteOfPayments(10, 0), anEvent({ time: at(2), outcome: 'failed' })],
      minuteOfPayments(11, 0),
    ]);
    expect(wholeOf(steps[9], 2)).toEqual([0, 100]);
    expect(wholeOf(steps[11], 2)).toEqual([1, 101]);
    expect(replay.tooLate).toBe(0);
  });

  it('counts an event nowhere when the others of its minute are no longer there, and says so', async () => {
    const replay = new Replay(rules, THIS_MINUTE);
    await replay.take(
      segmentsOf([anEvent({ time: at(-rawBounds.minutes - 1) }), anEvent({ time: at(-rawBounds.minutes) })]),
    );
    expect(replay.tooLate).toBe(1);
    await replay.tick();
  });

  it('answers with the messages of a tick, each once', async () => {
    const steps = await play(new Replay(rules, THIS_MINUTE), [
      minuteOfPayments(0, 60),
      minuteOfPayments(1, 60),
      minuteOfPayments(2, 60),
    ]);
    expect(steps.map(({ sent }) => sent.length)).toEqual([1, 0, 0]);
    expect(steps[0]?.now).toBe(minuteOf(addMs(NOW, durationMs(60_000))));
    expect(steps[2]?.states.get('payment-failures')?.incident?.status).toBe('open');
  });
});
