import { isDeepStrictEqual } from 'node:util';

/** What every way has to answer the same. */
export interface Answer {
  /** Distinct. */
  readonly events: number;
  /** Failed (or timed out) and all, by `<minute> <group>`; the group is empty for the whole of the minute. */
  readonly counts: ReadonlyMap<string, readonly [bad: number, total: number]>;
  /** Of all latencies, in ms. */
  readonly p95: number;
}

export const attributes = ['method', 'bank', 'merchant', 'region'] as const;

/** A sketch is within 1 %, and a quantile among values that lie apart is one of two of them. */
const P95_WITHIN = 0.01;

/** Throws where the counts differ by anything, or the quantiles by more than 1 %. */
export const expectSame = (name: string, answer: Answer, expected: Answer): void => {
  const isNear = Math.abs(answer.p95 / expected.p95 - 1) <= P95_WITHIN;
  if (!isNear || answer.events !== expected.events || !isDeepStrictEqual(sorted(answer), sorted(expected)))
    throw new Error(
      `${name}: expected ${expected.events} events, ${expected.counts.size} counts and a p95 of ${expected.p95} ms, got ${answer.events}, ${answer.counts.size} and ${answer.p95} ms, or other counts`,
    );
};

const sorted = ({ counts }: Answer): unknown[] => [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
