import { pairs, type SearchRows, type Segment, singles } from './count-segments.ts';
import type { TableAttribute } from './event-table.ts';
import { binomialLikelihoodRatio, likelihoodRatio } from './likelihood.ts';

/** Explanations whose scores are within this of each other can't be told apart by the counts: e^3 is 20 to 1. */
export const CLOSE = 3;

export interface ScoredSegment extends Segment {
  readonly score: number;
}

export interface ScanOptions {
  /** Whether the weights of the rows mean anything. */
  readonly weighted: boolean;
  readonly pairs: boolean;
}

/**
 * Every value and pair of values by how well it explains where the bad rows are, best first, as far as they come close
 * to the best. From the gain in likelihood is taken what it costs to have searched: the logarithm of how many others
 * there were to choose from, so that of two that explain as much the smaller one leads. O(rows x attributes^2).
 */
export const scan = (
  attributes: readonly TableAttribute[],
  search: SearchRows,
  { weighted, pairs: withPairs }: ScanOptions,
): ScoredSegment[] => {
  const all = totalsOf(search);
  const best = new BestSegments();
  const scoreOf = (segment: Segment, cost: number): ScoredSegment => {
    const { bad, total, weight } = segment;
    const gain = weighted
      ? likelihoodRatio(bad, (weight * all.bad) / all.weight, all.bad)
      : binomialLikelihoodRatio(bad, total, all.bad, all.total);
    return { ...segment, score: gain - cost };
  };
  const count = attributes.length;
  const candidates = attributes.map((attribute) => singles(attribute, search));
  for (const [index, attribute] of attributes.entries()) {
    const cost = Math.log(count) + Math.log(attribute.values.length);
    for (const segment of candidates[index] ?? []) if (segment.total < all.total) best.add(scoreOf(segment, cost));
  }
  if (!withPairs) return best.sorted();
  for (const [index, left] of attributes.entries())
    for (let other = index + 1; other < count; other++) {
      const cost =
        Math.log((count * (count - 1)) / 2) +
        Math.log(left.values.length) +
        Math.log(attributes[other]?.values.length ?? 1);
      for (const segment of pairs(candidates[index] ?? [], candidates[other] ?? [], search))
        if (segment.total < all.total) best.add(scoreOf(segment, cost));
    }
  return best.sorted();
};

export const totalsOf = ({ rows, bad, live, weights }: SearchRows): { bad: number; total: number; weight: number } => {
  const all = { bad: 0, total: 0, weight: 0 };
  for (let row = 0; row < rows; row++) {
    if (live[row] === 0) continue;
    all.total++;
    all.weight += weights[row] ?? 0;
    if (bad[row] === 1) all.bad++;
  }
  return all;
};

/** Of hundreds of thousands of pairs only those near the best are kept. */
class BestSegments {
  #best = Number.NEGATIVE_INFINITY;
  #close: ScoredSegment[] = [];

  add(segment: ScoredSegment): void {
    if (segment.score < this.#best - CLOSE) return;
    this.#best = Math.max(this.#best, segment.score);
    this.#close.push(segment);
    if (this.#close.length >= 1_000) this.#close = this.#near();
  }

  sorted(): ScoredSegment[] {
    return this.#near().sort((left, right) => right.score - left.score || left.parts.length - right.parts.length);
  }

  #near(): ScoredSegment[] {
    return this.#close.filter(({ score }) => score >= this.#best - CLOSE);
  }
}
