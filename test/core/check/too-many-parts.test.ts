import { expect, it } from 'vitest';
import { MOST_PARTS } from '../../../shared/core/history/part-histories.ts';
import { aFile, linesOf } from './checking.ts';

/** Eight attributes and the whole: nine counts each. */
const guardrails = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) =>
      `{ id: g${index}, kind: rate, bad: { fraud: true }, of: { merchant: m${index} }, by: [a, b, c, d, e, f, g, h], groups: 1, critical: { above: 3% } }`,
  );

it('more counts than the evaluator can keep track of are refused', () => {
  expect(MOST_PARTS).toBe(4000);
  expect(linesOf(aFile(guardrails(444)))).toEqual([]);
  expect(linesOf(aFile(guardrails(445)))).toEqual([
    'g.yaml:2:3: guardrails: expected at most 4,000 counts (each metric as a whole and by each of its attributes), got 4,005; leave attributes out of by, or deploy some of the guardrails as a stack of their own',
  ]);
});
