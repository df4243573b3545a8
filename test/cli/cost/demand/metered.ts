import type { Usage } from '../../../../bench/metered-table.ts';
import { meteredWorld } from '../../../../bench/metered-world.ts';
import { draw, rememberRollups, segmentsOf } from '../../../../bench/past-payments.ts';
import { storeSegments } from '../../../../shared/app/store-segments.ts';
import type { Guardrail } from '../../../../shared/core/guardrail/guardrail.ts';
import {
  addMinutes,
  addMs,
  epochMs,
  minuteOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  seconds,
  startOf,
} from '../../../../shared/core/units.ts';

const START = minuteOf(epochMs(Date.parse('2026-03-02T12:00:00Z')));

/** An hour of ticks of the evaluator with its real adapters, after a day, on a table that meters what is asked of it. */
export const meteredHour = async (
  guardrails: readonly Guardrail[],
  perSecond: number,
  lateByMinutes?: number,
): Promise<Usage & { readonly rawBytesPerMinute: number }> => {
  const drawn = draw(perSecond, START);
  const world = meteredWorld(guardrails, startOf(addMinutes(START, -2)));
  const { deps, clock, table } = world;
  const past = { minutes: 3 * MINUTES_PER_HOUR, longer: MINUTES_PER_DAY };
  await rememberRollups(deps.rollups, guardrails, drawn, addMinutes(START, -2), past);
  for (let minute = addMinutes(START, -MINUTES_PER_HOUR); minute < START; minute = addMinutes(minute, 1))
    await deps.segments.put(segmentsOf(drawn, minute));
  // The first ticks enter the parts into the histories, which no later one does.
  for (let number = -2; number < 0; number++) await world.tick(startOf(addMinutes(START, number + 1)));

  let sum: Usage = { requests: 0, items: 0, bytes: 0, rawBytes: 0, readUnits: 0, writeUnits: 0 };
  for (let number = 0; number < MINUTES_PER_HOUR; number++) {
    const minute = addMinutes(START, number);
    const tick = startOf(addMinutes(minute, 1));
    await deps.segments.put(segmentsOf(drawn, minute));
    const before = table.usage;
    if (lateByMinutes !== undefined) {
      clock.set(addMs(tick, seconds(-number)));
      const [segment] = segmentsOf(drawn, addMinutes(minuteOf(clock.now()), -lateByMinutes));
      if (segment === undefined) throw new Error('expected a segment');
      await storeSegments(deps, [{ ...segment, id: `late-${number}` }]);
    }
    await world.tick(tick);
    sum = added(sum, table.usage, before);
  }
  const bytes = drawn.flat().reduce((total, { data }) => total + data.length, 0);
  return { ...sum, rawBytesPerMinute: bytes / drawn.length };
};

const added = (sum: Usage, after: Usage, before: Usage): Usage => ({
  requests: sum.requests + after.requests - before.requests,
  items: sum.items + after.items - before.items,
  bytes: sum.bytes + after.bytes - before.bytes,
  rawBytes: sum.rawBytes + after.rawBytes - before.rawBytes,
  readUnits: sum.readUnits + after.readUnits - before.readUnits,
  writeUnits: sum.writeUnits + after.writeUnits - before.writeUnits,
});
