import type { Reference, TableAttribute } from './event-table.ts';

/** Below so many events from before the incident nothing is known of what is normal. */
export const REFERENCE_EVENTS = 1_000;

/** Events at the normal rate that every value is given in advance, so that a value seen twice is not thought to be 50 % bad. */
const PRIOR_EVENTS = 100;

/** The rate of bad events before the incident; undefined where too few events were there to tell. */
export const normalRate = ({ bad, total }: Pick<Reference, 'bad' | 'total'>): number | undefined =>
  total < REFERENCE_EVENTS ? undefined : bad / total;

/**
 * How much likelier than others each row is to be bad in normal times: the product of its values' own normal rates over
 * the normal rate of all, each shrunk towards 1. Some banks always fail more often than others; without this the search
 * would name them whenever anything is broken. Without a reference all rows are alike. O(rows x attributes).
 */
export const expectedWeights = (
  rows: number,
  attributes: readonly TableAttribute[],
  reference: Reference,
): Float64Array => {
  const weights = new Float64Array(rows).fill(1);
  if (normalRate(reference) === undefined) return weights;
  // Half an event, since nothing can be likelier than never.
  const normal = (reference.bad + 0.5) / (reference.total + 1);
  for (const { name, codes } of attributes) {
    const marginal = reference.attributes.get(name);
    if (marginal === undefined) continue;
    const ratios = marginal.total.map(
      (total, code) => ((marginal.bad[code] ?? 0) + PRIOR_EVENTS * normal) / (total + PRIOR_EVENTS) / normal,
    );
    for (let row = 0; row < rows; row++) weights[row] = (weights[row] ?? 0) * (ratios[codes[row] ?? 0] ?? 1);
  }
  return weights;
};
