import { describe, expect, it } from 'vitest';
import { binomialLikelihoodRatio, likelihoodRatio } from '../../../shared/core/explain/likelihood.ts';

describe('the likelihood ratio', () => {
  it.each<[string, number, number]>([
    // 30 ln(30 / 10) + 70 ln(70 / 90)
    ['is the gain of a rate of its own, in nats', likelihoodRatio(30, 10, 100), 15.366_359],
    ['is finite where all bad events are in the segment', likelihoodRatio(100, 10, 100), 230.258_509],
    ['is nothing where as many as expected are in the segment', likelihoodRatio(10, 10, 100), 0],
    ['is nothing where fewer are: who fails less explains nothing', likelihoodRatio(2, 10, 100), 0],
    // 30 of 100 against 70 of 900, where 10 of 100 were expected.
    [
      'against everybody else is that of two binomials and one',
      binomialLikelihoodRatio(30, 100, 100, 1000),
      30 * Math.log(3) + 70 * Math.log(70 / 90) + 70 * Math.log(70 / 90) + 830 * Math.log(830 / 810),
    ],
    ['against everybody else is nothing where all are bad', binomialLikelihoodRatio(100, 100, 1000, 1000), 0],
    ['against everybody else is finite where nobody else is bad', binomialLikelihoodRatio(10, 10, 10, 100), 32.508_297],
  ])('%s', (_sentence, ratio, expected) => {
    expect(ratio).toBeCloseTo(expected, 5);
  });
});
