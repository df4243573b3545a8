import { expect, it } from 'vitest';
import { limits } from '../../../shared/core/limits.ts';
import { aFile, linesOf } from './checking.ts';

const guardrails = (count: number, rule: string): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) =>
      `{ id: g${index}, kind: rate, bad: { fraud: true }, critical: { above: 3% }, ${rule.replace('#', String(index))} }`,
  );
const named = (count: number): string => Array.from({ length: count }, (_, index) => `b${index}`).join(', ');
const refusal = (series: string): string =>
  `g.yaml:2:3: guardrails: expected at most 10,000 series (each guardrail as a whole, by up to 200 groups of each attribute, and (other)), got ${series}; say groups: 50 or fewer, leave attributes out of by, or deploy some of the guardrails as a stack of their own`;

it.each<[string, rule: string, most: number, more: string]>([
  ['the most groups that may come', 'of: { merchant: m# }, by: [bank]', 49, '10,100'],
  ['those of each attribute', 'of: { merchant: m# }, by: [bank, psp]', 24, '10,075'],
  ['the groups that each rule says', 'of: { merchant: m# }, by: [bank], groups: 20', 454, '10,010'],
  ['the values that count at all', `of: { bank: [x#, ${named(19)}] }, by: [bank]`, 454, '10,010'],
  ['no more than groups says', `of: { bank: [x#, ${named(29)}] }, by: [bank], groups: 20`, 454, '10,010'],
  [
    'the most that may come where nobody knows how many match',
    'of: { bank: [a, { prefix: x# }] }, by: [bank]',
    49,
    '10,100',
  ],
])('more series than are judged in a tick are refused, counting %s', (_sentence, rule, most, more) => {
  expect(limits.series).toBe(10_000);
  expect(linesOf(aFile(guardrails(most, rule)))).toEqual([]);
  expect(linesOf(aFile(guardrails(most + 1, rule)))).toEqual([refusal(more)]);
});

it('rules without groups have one each', () => {
  expect(linesOf(aFile(guardrails(1000, 'of: { merchant: m# }')))).toEqual([]);
});
