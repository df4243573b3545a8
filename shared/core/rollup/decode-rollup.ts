import { inflateSync } from 'node:zlib';
import { decode as decodeMessagePack } from '@msgpack/msgpack';
import { unpackNumbers } from '../segment/number-column.ts';
import { LARGEST_INFLATED_BYTES, type PackedRollup, PLAIN, WITH_LATENCIES } from './packed-rollup.ts';
import { RollupError } from './rollup-error.ts';
import { type RollupRows, rollupOfRows, type SpanColumns, type ValueColumns } from './rollup-rows.ts';
import type { Rollup } from './rollup.ts';
import type { GroupKey } from './series.ts';
import { decodeSketch, decodeSketches } from './sketch-codec.ts';

/** As {@link decodeRollupRows}, group by group. */
export const decodeRollup = (data: Uint8Array): Rollup => rollupOfRows(decodeRollupRows(data));

/** Throws {@link RollupError}: `unknown_version` from a newer release, `corrupt` when the bytes are not what was written. */
export const decodeRollupRows = (data: Uint8Array): RollupRows => {
  try {
    const bytes = inflateSync(data, { maxOutputLength: LARGEST_INFLATED_BYTES });
    return unpack(decodeMessagePack(bytes) as Partial<PackedRollup> | null);
  } catch (error) {
    if (error instanceof RollupError) throw error;
    throw new RollupError('corrupt', 'rollup: expected deflated MessagePack columns', { cause: error });
  }
};

const unpack = (packed: Partial<PackedRollup> | null): RollupRows => {
  const version = packed?.v;
  if (!packed || typeof version !== 'number') throw corrupt('version');
  if (version !== PLAIN && version !== WITH_LATENCIES) {
    throw new RollupError(
      'unknown_version',
      `rollup version: expected ${PLAIN} or ${WITH_LATENCIES}, got ${version}; deploy readers before writers`,
    );
  }
  if (version === WITH_LATENCIES ? !(packed.l instanceof Uint8Array) : packed.l !== undefined)
    throw corrupt('latencies');
  if (packed.q !== undefined && !(packed.q instanceof Uint8Array)) throw corrupt('sketch');
  const keys = unpackKeys(packed.k);
  const [bad, total] = [numbers(packed.b, keys.length), numbers(packed.t, keys.length)];
  for (const [row, count] of total.entries())
    if (!Number.isSafeInteger(count) || !isCountUpTo(bad[row], count)) throw corrupt('counts');
  return {
    keys,
    bad,
    total,
    ...(packed.s === undefined ? undefined : { spans: unpackSpans(packed.s, keys.length) }),
    ...(packed.w === undefined ? undefined : { value: unpackValue(packed.w, keys.length) }),
    ...(packed.l === undefined ? undefined : { latencies: decodeSketches(packed.l, keys.length) }),
    ...(packed.q === undefined ? undefined : { sketch: decodeSketch(packed.q) }),
  };
};

/** They are written in order, so that one that comes twice is seen. */
const unpackKeys = (keys: unknown): readonly GroupKey[] => {
  if (!Array.isArray(keys)) throw corrupt('groups');
  for (const [row, key] of (keys as readonly unknown[]).entries())
    if (typeof key !== 'string' || (row > 0 && !(keys[row - 1] < key))) throw corrupt('groups');
  return keys as readonly GroupKey[];
};

const isCountUpTo = (value: number | undefined, most: number): boolean =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value <= most;

const unpackSpans = (packed: unknown, count: number): SpanColumns => {
  const columns = unpackColumns(packed, count);
  for (let row = 0; row < count; row++) if (!columns.every((column) => isSum(column[row]))) throw corrupt('counts');
  const [minutes, badMinutes, goodMinutes, squares, badSquaresOverTotal] = columns;
  return { minutes, badMinutes, goodMinutes, squares, badSquaresOverTotal };
};

/** A row has all of them, or none. */
const unpackValue = (packed: unknown, count: number): ValueColumns => {
  const columns = unpackColumns(packed, count);
  for (let row = 0; row < count; row++) {
    const isNone = columns.every((column) => Number.isNaN(column[row]));
    if (!isNone && !columns.every((column) => isSum(column[row]))) throw corrupt('counts');
  }
  const [bad, total, badSquares, totalSquares, largestBad] = columns;
  return { bad, total, badSquares, totalSquares, largestBad };
};

/** Each is a sum of what is never negative. */
const isSum = (value: number | undefined): boolean => value !== undefined && Number.isFinite(value) && value >= 0;

type FiveColumns = readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

const unpackColumns = (packed: unknown, count: number): FiveColumns => {
  if (!Array.isArray(packed) || packed.length !== 5) throw corrupt('columns');
  return packed.map((column: unknown) => numbers(column, count)) as unknown as FiveColumns;
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
