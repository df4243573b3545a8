import type { TableAttribute } from './event-table.ts';

/** Below so many bad events a segment is no candidate. */
export const LEAST_BAD = 5;

/** Rows that have one value of each of one or two attributes. */
export interface Segment {
  readonly parts: readonly SegmentPart[];
  readonly bad: number;
  readonly total: number;
  /** Of the weights of its rows. */
  readonly weight: number;
}

export interface SegmentPart {
  readonly attribute: TableAttribute;
  readonly code: number;
}

/** The rows that are searched. */
export interface SearchRows {
  readonly rows: number;
  readonly bad: Uint8Array;
  /** 1 for each row that is not yet explained. */
  readonly live: Uint8Array;
  readonly weights: Float64Array;
}

export const isInSegment = ({ parts }: Pick<Segment, 'parts'>, row: number): boolean =>
  parts.every(({ attribute, code }) => attribute.codes[row] === code);

/** Every value of an attribute with enough bad rows. O(rows). */
export const singles = (attribute: TableAttribute, search: SearchRows): Segment[] => {
  const length = attribute.values.length + 1;
  const bad = new Uint32Array(length);
  const total = new Uint32Array(length);
  const weight = new Float64Array(length);
  for (let row = 0; row < search.rows; row++) {
    if (search.live[row] === 0) continue;
    const code = attribute.codes[row] ?? 0;
    total[code] = (total[code] ?? 0) + 1;
    weight[code] = (weight[code] ?? 0) + (search.weights[row] ?? 0);
    if (search.bad[row] === 1) bad[code] = (bad[code] ?? 0) + 1;
  }
  const segments: Segment[] = [];
  for (let code = 1; code < length; code++)
    if ((bad[code] ?? 0) >= LEAST_BAD)
      segments.push({
        parts: [{ attribute, code }],
        bad: bad[code] ?? 0,
        total: total[code] ?? 0,
        weight: weight[code] ?? 0,
      });
  return segments;
};

/**
 * Every pair of values of two attributes with enough bad rows, out of values that have enough themselves. Bad rows are
 * counted first and all rows only for what is left: most pairs of 2 000 x 30 values never come up. O(rows).
 */
export const pairs = (left: readonly Segment[], right: readonly Segment[], search: SearchRows): Segment[] => {
  const [first, second] = [left[0]?.parts[0]?.attribute, right[0]?.parts[0]?.attribute];
  if (first === undefined || second === undefined) return [];
  const ranks = [rankOf(first, left), rankOf(second, right)] as const;
  const width = right.length + 1;
  const keyAt = (row: number): number => {
    const rank = ranks[0][first.codes[row] ?? 0] ?? 0;
    const other = ranks[1][second.codes[row] ?? 0] ?? 0;
    return rank === 0 || other === 0 ? 0 : rank * width + other;
  };
  const badOf = new Map<number, number>();
  for (let row = 0; row < search.rows; row++) {
    if (search.bad[row] === 0 || search.live[row] === 0) continue;
    const key = keyAt(row);
    if (key !== 0) badOf.set(key, (badOf.get(key) ?? 0) + 1);
  }
  const keys = [...badOf].filter(([, bad]) => bad >= LEAST_BAD).map(([key]) => key);
  if (keys.length === 0) return [];
  const placeOf = places(keys, (left.length + 1) * width);
  const total = new Uint32Array(keys.length);
  const weight = new Float64Array(keys.length);
  for (let row = 0; row < search.rows; row++) {
    if (search.live[row] === 0) continue;
    const key = keyAt(row);
    const at = key === 0 ? -1 : placeOf(key);
    if (at < 0) continue;
    total[at] = (total[at] ?? 0) + 1;
    weight[at] = (weight[at] ?? 0) + (search.weights[row] ?? 0);
  }
  return keys.flatMap((key, at) => {
    const parts = [left[Math.floor(key / width) - 1]?.parts[0], right[(key % width) - 1]?.parts[0]];
    return [
      {
        parts: parts.filter((part) => part !== undefined),
        bad: badOf.get(key) ?? 0,
        total: total[at] ?? 0,
        weight: weight[at] ?? 0,
      },
    ];
  });
};

/** By code: the place among the segments, from 1; 0 for values that are none of them. */
const rankOf = (attribute: TableAttribute, segments: readonly Segment[]): Uint32Array => {
  const ranks = new Uint32Array(attribute.values.length + 1);
  for (const [index, { parts }] of segments.entries()) ranks[parts[0]?.code ?? 0] = index + 1;
  return ranks;
};

/** From a key to its place, -1 for others: a plain array where it is small, five times as fast as a map. */
const places = (keys: readonly number[], size: number): ((key: number) => number) => {
  if (size > 1_000_000) {
    const place = new Map(keys.map((key, index) => [key, index]));
    return (key) => place.get(key) ?? -1;
  }
  const place = new Int32Array(size).fill(-1);
  for (const [index, key] of keys.entries()) place[key] = index;
  return (key) => place[key] ?? -1;
};
