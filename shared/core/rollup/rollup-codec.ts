import { deflateSync, inflateSync } from 'node:zlib';
import { decode as decodeMessagePack, encode as encodeMessagePack } from '@msgpack/msgpack';
import { packNumbers, type PackedNumbers, unpackNumbers } from '../segment/number-column.ts';
import { capGroups } from './cap-groups.ts';
import { minuteTally } from './merge-tallies.ts';
import { RollupError } from './rollup-error.ts';
import type { Rollup } from './rollup.ts';
import type { GroupKey } from './series.ts';
import { decodeSketch, encodeSketch } from './sketch.ts';
import type { Tally, ValueTally } from './tally.ts';

/** The form that is written. Readers know every form that was ever written. */
export const ROLLUP_VERSION = 1;

/** As of a segment: DynamoDB refuses items over 400 KB, and the rest of the item needs room. */
export const LARGEST_ROLLUP_BYTES = 350_000;

/** What a rollup may inflate to: 2 001 groups with the longest of names stay below 1 MB. A bomb is refused before it is memory. */
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
  readonly q?: Uint8Array;
}

/**
 * MessagePack of columns, deflated with zlib's checksum; the same rollup is the same bytes. Where it would be larger than
 * an item may be, its smallest groups are counted as `(other)` until it fits.
 */
export const encodeRollup = (rollup: Rollup): Uint8Array => {
  let groups = rollup.groups;
  for (;;) {
    const data = deflateSync(encodeMessagePack(pack({ ...rollup, groups })));
    if (data.length <= LARGEST_ROLLUP_BYTES || groups.size <= 1) return data;
    // A little fewer than would fit if all were of one size: two rounds or three, not a thousand.
    groups = capGroups(groups, Math.floor(groups.size * Math.min(0.95, (0.97 * LARGEST_ROLLUP_BYTES) / data.length)));
  }
};

const pack = ({ groups, sketch }: Rollup): PackedRollup => {
  const rows = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  const column = (of: (tally: Tally) => number): PackedNumbers =>
    packNumbers(Float64Array.from(rows, ([, tally]) => of(tally)));
  const valued = rows.some(([, { value }]) => value !== undefined);
  return {
    v: ROLLUP_VERSION,
    k: rows.map(([key]) => key),
    b: column(({ bad }) => bad),
    t: column(({ total }) => total),
    ...(rows.every(([, tally]) => isMinute(tally))
      ? undefined
      : { s: spanColumns.map((name) => column((tally) => tally[name])) }),
    ...(valued ? { w: valueColumns.map((name) => column(({ value }) => value?.[name] ?? Number.NaN)) } : undefined),
    ...(sketch === undefined ? undefined : { q: encodeSketch(sketch) }),
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
  if (version !== ROLLUP_VERSION) {
    throw new RollupError(
      'unknown_version',
      `rollup version: expected ${ROLLUP_VERSION}, got ${version}; deploy readers before writers`,
    );
  }
  const keys: unknown = packed.k;
  if (!Array.isArray(keys)) throw corrupt('groups');
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
  return Array.from({ length: count }, (_, row): Tally => {
    const value = values && valueAt(values, row);
    const minute = minuteTally(bad[row] ?? Number.NaN, total[row] ?? Number.NaN, value);
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
