import { deflateSync, inflateSync } from 'node:zlib';
import { decode as decodeMessagePack, encode as encodeMessagePack } from '@msgpack/msgpack';
import { packNumbers, type PackedNumbers, unpackNumbers } from '../segment/number-column.ts';
import { capGroups } from './cap-groups.ts';
import { minuteTally } from './merge-tallies.ts';
import { RollupError } from './rollup-error.ts';
import type { Rollup } from './rollup.ts';
import type { GroupKey } from './series.ts';
import { decodeSketch, decodeSketches, encodeSketch, encodeSketches } from './sketch-codec.ts';
import type { Tally, ValueTally } from './tally.ts';

/**
 * The forms that are written; readers know every form that ever was. The second has the latencies of groups, and a rollup
 * without any is in the first: an older release can still read those of all metrics that it knows.
 */
const PLAIN = 1;
const WITH_LATENCIES = 2;

/** As of a segment: DynamoDB refuses items over 400 KB, and the rest of the item needs room. */
export const LARGEST_ROLLUP_BYTES = 350_000;

/**
 * What a rollup may inflate to: 2 001 groups with the longest of names stay below 1 MB, and with latencies from a
 * microsecond to ten minutes in each of them below 4 MB. A bomb is refused before it is memory.
 */
const LARGEST_INFLATED_BYTES = 8_000_000;

const spanColumns = ['minutes', 'badMinutes', 'goodMinutes', 'squares', 'badSquaresOverTotal'] as const;
const valueColumns = ['bad', 'total', 'badSquares', 'totalSquares', 'largestBad'] as const;

/** One row for each group, by key. */
interface PackedRollup {
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

/**
 * MessagePack of columns, deflated with zlib's checksum; the same rollup is the same bytes. Where it would be larger than
 * an item may be, its smallest groups are counted as `(other)` until it fits.
 */
export const encodeRollup = (rollup: Rollup): Uint8Array => {
  let groups = rollup.groups;
  for (;;) {
    const inflated = encodeMessagePack(pack({ ...rollup, groups }));
    const data = deflateSync(inflated);
    const fits = data.length <= LARGEST_ROLLUP_BYTES && inflated.length <= LARGEST_INFLATED_BYTES;
    if (fits || groups.size <= 1) return data;
    // A little fewer than would fit if all were of one size: a few rounds, not a thousand.
    const share = Math.min(0.95, (0.97 * LARGEST_ROLLUP_BYTES) / data.length);
    // (other) is one more: of a few groups as many would be left, for ever.
    groups = capGroups(groups, Math.min(Math.floor(groups.size * share), groups.size - 2));
  }
};

const pack = ({ groups, sketch }: Rollup): PackedRollup => {
  const rows = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  const column = (of: (tally: Tally) => number): PackedNumbers =>
    packNumbers(Float64Array.from(rows, ([, tally]) => of(tally)));
  const valued = rows.some(([, { value }]) => value !== undefined);
  const latencies = rows.map(([, tally]) => tally.latencies);
  const sketched = latencies.some((of) => of !== undefined);
  return {
    v: sketched ? WITH_LATENCIES : PLAIN,
    k: rows.map(([key]) => key),
    b: column(({ bad }) => bad),
    t: column(({ total }) => total),
    ...(rows.every(([, tally]) => isMinute(tally))
      ? undefined
      : { s: spanColumns.map((name) => column((tally) => tally[name])) }),
    ...(valued ? { w: valueColumns.map((name) => column(({ value }) => value?.[name] ?? Number.NaN)) } : undefined),
    ...(sketch === undefined ? undefined : { q: encodeSketch(sketch) }),
    ...(sketched ? { l: encodeSketches(latencies) } : undefined),
  };
};

const isMinute = (tally: Tally): boolean => {
  const expected = minuteTally(tally.bad, tally.total);
  return spanColumns.every((name) => tally[name] === expected[name]);
};

/** Throws {@link RollupError}: `unknown_version` from a newer release, `corrupt` when the bytes are not what was written. */
export const decodeRollup = (data: Uint8Array): Rollup => {
  try {
    const bytes = inflateSync(data, { maxOutputLength: LARGEST_INFLATED_BYTES });
    return unpack(decodeMessagePack(bytes) as Partial<PackedRollup> | null);
  } catch (error) {
    if (error instanceof RollupError) throw error;
    throw new RollupError('corrupt', 'rollup: expected deflated MessagePack columns', { cause: error });
  }
};

const unpack = (packed: Partial<PackedRollup> | null): Rollup => {
  const version = packed?.v;
  if (!packed || typeof version !== 'number') throw corrupt('version');
  if (version !== PLAIN && version !== WITH_LATENCIES) {
    throw new RollupError(
      'unknown_version',
      `rollup version: expected ${PLAIN} or ${WITH_LATENCIES}, got ${version}; deploy readers before writers`,
    );
  }
  const keys: unknown = packed.k;
  if (!Array.isArray(keys)) throw corrupt('groups');
  if (version === WITH_LATENCIES ? !(packed.l instanceof Uint8Array) : packed.l !== undefined)
    throw corrupt('latencies');
  const tallies = unpackTallies(packed, keys.length);
  const groups = new Map<GroupKey, Tally>();
  for (const [row, tally] of tallies.entries()) {
    const key: unknown = keys[row];
    if (typeof key !== 'string') throw corrupt('groups');
    groups.set(key, tally);
  }
  if (groups.size !== keys.length) throw corrupt('groups');
  if (packed.q !== undefined && !(packed.q instanceof Uint8Array)) throw corrupt('sketch');
  const sketch = packed.q === undefined ? undefined : { sketch: decodeSketch(packed.q) };
  return { groups: capGroups(groups, Number.POSITIVE_INFINITY), ...sketch };
};

const unpackTallies = (packed: Partial<PackedRollup>, count: number): Tally[] => {
  const [bad, total] = [numbers(packed.b, count), numbers(packed.t, count)];
  const spans = packed.s === undefined ? undefined : unpackColumns(packed.s, spanColumns.length, count);
  const values = packed.w === undefined ? undefined : unpackColumns(packed.w, valueColumns.length, count);
  const latencies = packed.l && decodeSketches(packed.l, count);
  return Array.from({ length: count }, (_, row): Tally => {
    const value = values && valueAt(values, row);
    const minute = minuteTally(bad[row] ?? Number.NaN, total[row] ?? Number.NaN, value, latencies?.[row]);
    if (![minute.bad, minute.total].every(isCount) || minute.bad > minute.total) throw corrupt('counts');
    if (spans === undefined) return minute;
    const [minutes, badMinutes, goodMinutes, squares, badSquaresOverTotal] = rowOf(spans, row);
    return { ...minute, minutes, badMinutes, goodMinutes, squares, badSquaresOverTotal };
  });
};

const valueAt = (columns: readonly Float64Array[], row: number): ValueTally | undefined => {
  if (columns.every((column) => Number.isNaN(column[row]))) return undefined;
  const [bad, total, badSquares, totalSquares, largestBad] = rowOf(columns, row);
  return { bad, total, badSquares, totalSquares, largestBad };
};

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

type Row = readonly [number, number, number, number, number];

/** The five numbers of a row. Each is a sum of what is never negative. */
const rowOf = (columns: readonly Float64Array[], row: number): Row => {
  const values = columns.map((column) => column[row] ?? Number.NaN);
  if (!values.every((value) => Number.isFinite(value) && value >= 0)) throw corrupt('counts');
  return values as unknown as Row;
};

const unpackColumns = (packed: unknown, width: number, count: number): readonly Float64Array[] => {
  if (!Array.isArray(packed) || packed.length !== width) throw corrupt('columns');
  return packed.map((column: unknown) => numbers(column, count));
};

const numbers = (packed: unknown, count: number): Float64Array => {
  try {
    return unpackNumbers(packed, count);
  } catch (error) {
    throw new RollupError('corrupt', `rollup: expected a column of ${count} numbers`, { cause: error });
  }
};

const corrupt = (what: string): RollupError =>
  new RollupError('corrupt', `rollup: the ${what} are not what was written`);
