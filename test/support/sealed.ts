import { seal, type SealDependencies, type SealReport } from '../../shared/app/seal.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { partName } from '../../shared/core/history/part-histories.ts';
import { type Part, partsOf } from '../../shared/core/rollup/part.ts';
import { rollupOf } from '../../shared/core/rollup/rollup.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, type EpochMinute, hours, MINUTES_PER_DAY } from '../../shared/core/units.ts';
import { type RollupUnit, rollupUnits } from '../../shared/ports/rollups.ts';
import { anEvent, THIS_MINUTE } from './builders.ts';
import { at, aWorld } from './world.ts';

/** The minutes of a test's world are counted from its beginning. */
export const minuteAt = (minute: number): EpochMinute => addMinutes(THIS_MINUTE, minute);

/** Some payments in two of seven minutes, in others none: by two banks, some failed, some slow. */
export const somePayments = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index)
    .filter((minute) => minute % 7 < 2)
    .flatMap((minute) =>
      Array.from({ length: 1 + (minute % 3) }, (_, index) =>
        anEvent({
          id: `pay-${minute}-${index}`,
          time: addMs(at(minute), durationMs(index)),
          outcome: (minute + index) % 5 === 0 ? 'failed' : 'succeeded',
          latencyMs: ((minute + index) * 7_919) % 2_000,
          attributes: { bank: minute % 2 === 0 ? 'icbc' : 'ccb' },
        }),
      ),
    );

/** A world in which nothing is judged, only sealed. */
export const aSealedWorld = async (length: number) => {
  const { deps } = aWorld();
  await deps.segments.put(encodeBatch(somePayments(0, length)).segments);
  /** One tick at that minute, under some rules. It has an hour by its clock, which stands still. */
  const sealAt = (
    minute: number,
    guardrails: readonly Guardrail[],
    changed: Partial<SealDependencies> = {},
  ): Promise<SealReport> =>
    seal(
      { ...deps, guardrails, clock: { now: () => at(minute) }, ...changed },
      at(minute),
      `at-${minute}-${++writers}`,
      addMs(at(minute), hours(1)),
    );
  /** What lies there of the parts of some rules, by unit, part and minute. */
  const everything = async (guardrails: readonly Guardrail[], asOf: number): Promise<Map<string, string>> => {
    const all = new Map<string, string>();
    for (const part of partsOf(guardrails))
      for (const unit of rollupUnits)
        for (const { start, data } of await read(part, unit, -MINUTES_PER_DAY, asOf))
          all.set(`${unit} ${partName(part)} ${start - THIS_MINUTE}`, Buffer.from(data).toString('base64'));
    return all;
  };
  const read = (part: Part, unit: RollupUnit, from: number, to: number) =>
    deps.rollups.read(part, unit, minuteAt(from), minuteAt(to), at(to));
  /**
   * Which minutes are wrong of those that are said to be known: each rollup from there to the cursor must be what its raw
   * events come to.
   */
  const wrong = async (guardrails: readonly Guardrail[]): Promise<string[]> => {
    const { histories } = await deps.histories.read();
    const through = await deps.rollups.sealedThrough();
    const found: string[] = [];
    for (const part of partsOf(guardrails)) {
      const from = histories.parts.get(partName(part));
      if (from === undefined || through === undefined) continue;
      const stored = await deps.rollups.read(part, 'minute', from, addMinutes(through, 1), at(0));
      const data = new Map(stored.map((rollup) => [rollup.start, rollup.data]));
      for (let minute = from; minute <= through; minute = addMinutes(minute, 1)) {
        const is = data.get(minute);
        if (is === undefined || !Buffer.from(is).equals(await expected(part, minute)))
          found.push(`${partName(part)} ${minute - THIS_MINUTE}`);
      }
    }
    return found;
  };
  const expected = async (part: Part, minute: EpochMinute): Promise<Uint8Array> => {
    for await (const { segments } of deps.segments.read(minute, addMinutes(minute, 1), at(0)))
      return encodeRollup(rollupOf(part, minute, dedupe(segments.map((segment) => decodeSegment(segment)))));
    return encodeRollup(rollupOf(part, minute, dedupe([])));
  };
  /** Since when each part is known, in the order of the rules; undefined: not at all. */
  const knownSince = async (guardrails: readonly Guardrail[]): Promise<(number | undefined)[]> => {
    const { histories } = await deps.histories.read();
    return partsOf(guardrails).map((part) => {
      const from = histories.parts.get(partName(part));
      return from === undefined ? undefined : from - THIS_MINUTE;
    });
  };
  return { deps, sealAt, everything, wrong, knownSince };
};

let writers = 0;

export type SealedWorld = Awaited<ReturnType<typeof aSealedWorld>>;

/** Sealed under some rules from minute 0 on, up to a tick. */
export const sealedUntil = async (tick: number, rules: readonly Guardrail[]): Promise<SealedWorld> => {
  const world = await aSealedWorld(tick + 500);
  await world.sealAt(63, rules);
  await world.sealAt(tick, rules);
  return world;
};

/** An event of a minute that comes later, with its marker. */
export const comesLate = async ({ deps }: SealedWorld, minute: number, now: number): Promise<void> => {
  const { segments } = encodeBatch([anEvent({ id: `late-${minute}`, time: at(minute), outcome: 'failed' })]);
  await deps.markers.mark(segments.map(({ id }) => ({ minute: minuteAt(minute), segment: id, writtenAt: at(now) })));
  await deps.segments.put(segments);
};
