import { rollupUnits, type RollupStore, type RollupUnit } from '../shared/ports/rollups.ts';
import { decodeRollup } from '../shared/core/rollup/decode-rollup.ts';
import type { Rollup } from '../shared/core/rollup/rollup.ts';
import { retention } from '../shared/core/retention.ts';
import { countOf, quantile } from '../shared/core/rollup/sketch.ts';
import type { Tally } from '../shared/core/rollup/tally.ts';
import {
  addMinutes,
  addMs,
  dayOf,
  type EpochMinute,
  epochMinute,
  type EpochMs,
  hourOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  startOf,
} from '../shared/core/units.ts';
import type { BruteForce, PlainPart } from './brute-force.ts';

export interface Comparison {
  /** By unit: rollups that lie in the store. */
  readonly compared: Readonly<Record<RollupUnit, number>>;
  /** What is not there, is there but should not be, or says something else. */
  readonly wrong: readonly string[];
  /** The largest error of a quantile, as a share of the true one. */
  readonly worstQuantile: number;
}

const lengths: Readonly<Record<RollupUnit, number>> = { minute: 1, hour: MINUTES_PER_HOUR, day: MINUTES_PER_DAY };
const QUANTILES = [0.5, 0.95, 0.99];
/** What the sketch promises, and the last digit of a number. */
const WORST_QUANTILE = 0.01 + 1e-9;

/** Compares every rollup of the minutes `first` to the cursor that is kept yet, and of each whole hour and day in them. */
export const compareRollups = async (
  rollups: RollupStore,
  truth: BruteForce,
  first: EpochMinute,
  asOf: EpochMs,
): Promise<Comparison> => {
  const end = addMinutes((await rollups.sealedThrough()) ?? first, 1);
  const compared = { minute: 0, hour: 0, day: 0 };
  const wrong: string[] = [];
  let worstQuantile = 0;
  for (const part of truth.parts) {
    for (const unit of rollupUnits) {
      const stored = await rollups.read(part, unit, first, end, asOf);
      compared[unit] += stored.length;
      const expected = startsOf(unit, first, end).filter((start) => isKept(unit, start, asOf));
      if (expected.join() !== stored.map(({ start }) => start).join())
        wrong.push(`${unit}s by '${part.by}': expected ${expected.length}, got ${stored.length}`);
      for (const { start, data } of stored) {
        const [rollup, to] = [decodeRollup(data), addMinutes(start, lengths[unit])];
        const error = quantileError(rollup, truth, part, start, to);
        worstQuantile = Math.max(worstQuantile, error);
        if (!isSame(rollup, truth.tallies(part, start, to)) || error > WORST_QUANTILE)
          wrong.push(`${unit} ${new Date(startOf(start)).toISOString()} of ${part.rule.guardrail.id} by '${part.by}'`);
      }
    }
  }
  return { compared, wrong, worstQuantile };
};

const isKept = (unit: RollupUnit, start: EpochMinute, asOf: EpochMs): boolean =>
  addMs(startOf(start), unit === 'minute' ? retention.minuteRollup : retention.longRollup) > asOf;

/** The minutes at which whole ones begin. */
const startsOf = (unit: RollupUnit, first: EpochMinute, end: EpochMinute): EpochMinute[] => {
  const length = lengths[unit];
  const whole = { minute: first, hour: hourOf(addMinutes(first, 59)), day: dayOf(addMinutes(first, 1439)) }[unit];
  return Array.from({ length: Math.max(0, Math.floor((end - whole) / length)) }, (_, index) =>
    epochMinute(whole + index * length),
  );
};

const isSame = ({ groups }: Rollup, truth: ReadonlyMap<string, Tally>): boolean =>
  groups.size === truth.size &&
  [...truth].every(([group, expected]) => {
    const { badSquaresOverTotal, ...counts } = groups.get(group) ?? { badSquaresOverTotal: Number.NaN };
    const { badSquaresOverTotal: expectedShare, ...expectedCounts } = expected;
    // A sum of fractions depends on the order in its last digits; everything else is whole numbers.
    const isClose = Math.abs(badSquaresOverTotal - expectedShare) <= 1e-9 * Math.max(1, expectedShare);
    return isClose && plain(counts) === plain(expectedCounts);
  });

/** As text, with the names in one order. */
const plain = (counts: object): string =>
  Object.entries(counts as Readonly<Record<string, unknown>>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'object' && value !== null ? plain(value) : String(value)}`)
    .sort((left, right) => (left < right ? -1 : 1))
    .join(', ');

const quantileError = (
  { sketch }: Rollup,
  truth: BruteForce,
  part: PlainPart,
  from: EpochMinute,
  to: EpochMinute,
): number => {
  const latencies = truth.latencies(part, from, to);
  if ((sketch === undefined ? 0 : countOf(sketch)) !== latencies.length) return Number.POSITIVE_INFINITY;
  if (sketch === undefined || latencies.length === 0) return 0;
  return Math.max(
    ...QUANTILES.map((share) => {
      const exact = latencies[Math.ceil(share * latencies.length - 1e-9) - 1] ?? Number.NaN;
      return Math.abs((quantile(sketch, share) ?? Number.NaN) - exact) / exact;
    }),
  );
};
