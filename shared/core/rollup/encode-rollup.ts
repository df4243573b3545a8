import { deflateSync } from 'node:zlib';
import { encode as encodeMessagePack } from '@msgpack/msgpack';
import { packNumbers, type PackedNumbers } from '../segment/number-column.ts';
import { capGroups } from './cap-groups.ts';
import { minuteTally } from './merge-tallies.ts';
import {
  LARGEST_INFLATED_BYTES,
  LARGEST_ROLLUP_BYTES,
  type PackedRollup,
  PLAIN,
  WITH_LATENCIES,
} from './packed-rollup.ts';
import type { Rollup } from './rollup.ts';
import { spanColumns, valueColumns } from './rollup-rows.ts';
import { encodeSketch, encodeSketches } from './sketch-codec.ts';
import type { Tally } from './tally.ts';

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
