import measuredJson from './measured.json' with { type: 'json' };

/**
 * Bytes and counts of the real encoders, adapters and handlers, for payments of a wallet with 20 banks and 2,000 merchants.
 * Printed by `node scripts/cost-measured.ts`; test/cli/cost holds them against what it prints.
 */
export const measured = measuredJson;

/** Points of a curve, ascending. */
export type Curve = readonly (readonly number[])[];

/** Between two points on the line that joins them, beyond the last on that of the last two. O(points). */
export const onCurve = (curve: Curve, at: number): number => {
  const next = curve.findIndex(([x = 0]) => x >= at);
  const right = Math.min(Math.max(1, next === -1 ? curve.length - 1 : next), curve.length - 1);
  const [[x0 = 0, y0 = 0] = [], [x1 = 0, y1 = 0] = []] = [curve[right - 1], curve[right]];
  return curve.length < 2 || x0 === x1 ? y1 : y0 + ((at - x0) / (x1 - x0)) * (y1 - y0);
};
