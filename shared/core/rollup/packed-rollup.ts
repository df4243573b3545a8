import type { PackedNumbers } from '../segment/number-column.ts';
import type { GroupKey } from './series.ts';

/**
 * The forms that are written; readers know every form that ever was. The second has the latencies of groups, and a rollup
 * without any is in the first: an older release can still read those of all metrics that it knows.
 */
export const PLAIN = 1;
export const WITH_LATENCIES = 2;

/** As of a segment: DynamoDB refuses items over 400 KB, and the rest of the item needs room. */
export const LARGEST_ROLLUP_BYTES = 350_000;

/**
 * What a rollup may inflate to: 2 001 groups with the longest of names stay below 1 MB, and with latencies from a
 * microsecond to ten minutes in each of them below 4 MB. A bomb is refused before it is memory.
 */
export const LARGEST_INFLATED_BYTES = 8_000_000;

/** One row for each group, by key. */
export interface PackedRollup {
  readonly v: number;
  readonly k: readonly GroupKey[];
  readonly b: PackedNumbers;
  readonly t: PackedNumbers;
  /** The columns of a span; missing where all groups are of a single minute, since that follows from the counts. */
  readonly s?: readonly PackedNumbers[];
  /** The columns of value; missing where no group has any. */
  readonly w?: readonly PackedNumbers[];
  /** The sketch of the whole. */
  readonly q?: Uint8Array;
  /** The latencies of each group, of the second version. */
  readonly l?: Uint8Array;
}
