import { describe, expect, it } from 'vitest';
import { Replay } from '../../../cli/replay/replay.ts';
import { outlookOf } from '../../../shared/core/check/detection.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { encodeBatch } from '../../../shared/core/segment/encode-batch.ts';
import { addMinutes, type EpochMinute, epochMinute, epochMs, hourOf, startOf } from '../../../shared/core/units.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  anEvent,
  aVolumeGuardrail,
  aWeightedGuardrail,
  THIS_MINUTE,
} from '../../support/builders.ts';

const START = hourOf(THIS_MINUTE);

interface Seen {
  /** Minutes after the failure began, and after it ended. */
  readonly told?: number;
  readonly over?: number;
}

/** A deployment with hours of health behind it in which everything fails until somebody is told, and then nothing does. */
const live = async (guardrail: Guardrail, rate: number, hoursBefore: number, most: number): Promise<Seen> => {
  const replay = new Replay({ guardrails: [guardrail], silences: [] }, addMinutes(START, -60 * hoursBefore));
  let [toldAt, overAt]: (EpochMinute | undefined)[] = [];
  while (overAt === undefined && replay.now < START + most) {
    const minute = replay.now;
    await replay.take(encodeBatch(eventsOf(guardrail, minute, rate, minute >= START && toldAt === undefined)).segments);
    const { now, sent } = await replay.tick();
    if (sent.length > 0 && toldAt === undefined) toldAt = now;
    else if (sent.some(({ subject }) => /resolved/i.test(subject))) overAt = now;
  }
  return {
    ...(toldAt === undefined ? undefined : { told: toldAt - START }),
    ...(overAt === undefined || toldAt === undefined ? undefined : { over: overAt - toldAt }),
  };
};

const eventsOf = ({ kind }: Guardrail, minute: EpochMinute, rate: number, failing: boolean) => {
  const before = (at: number): number => Math.floor((at - START) * rate + 1e-9);
  const count = kind === 'volume' && failing ? 0 : before(minute + 1) - before(minute);
  return Array.from({ length: count }, (_, index) =>
    anEvent({
      id: `${minute}-${index}`,
      time: epochMs(startOf(epochMinute(minute)) + index),
      ...(failing ? { outcome: 'failed', latencyMs: 5000 } : {}),
    }),
  );
};

describe('what the check promises of a total failure at a volume, a deployment keeps:', () => {
  const cases = new Map<string, readonly [guardrail: Guardrail, rate: number, hoursBefore: number]>([
    ['a busy rate', [aGuardrail({ critical: { above: '15%' } }), 20, 2]],
    ['a rate of some events a minute', [aGuardrail({ critical: { above: '40%' } }), 2, 2]],
    ['a quiet rate', [aGuardrail({ critical: { above: '40%' } }), 20 / 60, 6]],
    ['a rate from below', [aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '80%' } }), 3, 2]],
    ['a latency', [aLatencyGuardrail(), 5, 2]],
    ['value', [aWeightedGuardrail(), 5, 2]],
    ['a volume', [aVolumeGuardrail(), 40, 3]],
    ['an objective', [aGuardrail({ critical: undefined, objective: '99%' }), 20, 2]],
    ['a plain comparison', [aGuardrail({ evidence: 'none', window: '5m', for: '10m', minEvents: 30 }), 8, 2]],
  ]);
  it.each([...cases])('%s', async (_, [guardrail, rate, hoursBefore]) => {
    const { detections, clearMinutes: over } = outlookOf(guardrail, rate);
    const told = Math.min(...detections.map(({ minutes = Infinity }) => minutes));
    expect(await live(guardrail, rate, hoursBefore, 2000)).toEqual({ told, over });
  });
});
