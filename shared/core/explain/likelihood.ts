/** k ln(k / expected), which is 0 at k = 0. */
const term = (count: number, expected: number): number => (count === 0 ? 0 : count * Math.log(count / expected));

/**
 * How much better the counts are explained by a segment with a rate of its own than without, in nats: of `allBad` bad
 * events `bad` lie in the segment where `expected` would have. 0 where there are not more. Multinomial (Poisson)
 * likelihood ratio of M. Kulldorff, 'A spatial scan statistic' (1997).
 */
export const likelihoodRatio = (bad: number, expected: number, allBad: number): number =>
  bad <= expected ? 0 : term(bad, expected) + term(allBad - bad, allBad - expected);

/** The same where nothing is known of what is normal: the segment's rate against that of all others (binomial). */
export const binomialLikelihoodRatio = (bad: number, total: number, allBad: number, allTotal: number): number => {
  const rate = allBad / allTotal;
  if (bad <= total * rate) return 0;
  const [otherBad, otherTotal] = [allBad - bad, allTotal - total];
  return (
    term(bad, total * rate) +
    term(total - bad, total * (1 - rate)) +
    term(otherBad, otherTotal * rate) +
    term(otherTotal - otherBad, otherTotal * (1 - rate))
  );
};
