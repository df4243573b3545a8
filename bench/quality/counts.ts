/** What a group had in each minute, and sums from the beginning on, so that any window is a difference of two. */
export interface Counts {
  readonly minutes: number;
  readonly bad: Float64Array;
  readonly total: Float64Array;
  /** At `minute`, what all minutes before it come to; one longer than the minutes are. */
  readonly sums: { readonly bad: Float64Array; readonly total: Float64Array; readonly squares: Float64Array };
  /** Of rates that wander: the true one of each minute. */
  readonly rates?: Float64Array;
}

export const countsOf = (bad: Float64Array, total: Float64Array, rates?: Float64Array): Counts => {
  const minutes = total.length;
  const sums = {
    bad: new Float64Array(minutes + 1),
    total: new Float64Array(minutes + 1),
    squares: new Float64Array(minutes + 1),
  };
  for (let minute = 0; minute < minutes; minute++) {
    const count = total[minute] ?? 0;
    sums.bad[minute + 1] = (sums.bad[minute] ?? 0) + (bad[minute] ?? 0);
    sums.total[minute + 1] = (sums.total[minute] ?? 0) + count;
    sums.squares[minute + 1] = (sums.squares[minute] ?? 0) + count * count;
  }
  return { minutes, bad, total, sums, ...(rates === undefined ? undefined : { rates }) };
};

/** Of groups as long as each other: what they had together. */
export const sumOf = (groups: readonly Counts[]): Counts => {
  const minutes = groups[0]?.minutes ?? 0;
  const [bad, total] = [new Float64Array(minutes), new Float64Array(minutes)];
  for (const group of groups)
    for (let minute = 0; minute < minutes; minute++) {
      bad[minute] = (bad[minute] ?? 0) + (group.bad[minute] ?? 0);
      total[minute] = (total[minute] ?? 0) + (group.total[minute] ?? 0);
    }
  return countsOf(bad, total);
};

/** Of the minutes `from` to `to - 1`; what lies before the first is nothing. */
export const between = (sums: Float64Array, from: number, to: number): number =>
  (sums[to] ?? 0) - (sums[Math.max(0, from)] ?? 0);
