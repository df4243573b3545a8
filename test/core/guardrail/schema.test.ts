import { describe, expect, it } from 'vitest';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';

const load = (bad: string): readonly string[] => {
  const text = `guardrails: [{ id: a, kind: rate, critical: { above: 3% }, bad: ${bad} }]`;
  const loaded = loadGuardrails(text, 'g');
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^g:1:\d+: guardrails\[0\]\./, ''));
};
const aMatcher = 'expected a value, or one of {prefix: …}, {anything-but: …}, {numeric: […]}, {exists: true}';
const comparisons = 'expected one or two comparisons, such as [">=", 100, "<", 200]';

describe('a pattern may be', () => {
  it.each([
    ['one value', '{ bank: icbc }'],
    ['a list of values of each kind', '{ bank: [icbc, 7, true, ""] }'],
    ['a prefix', '{ bank: { prefix: ic } }'],
    ['there or not', '{ bank: [{ exists: true }, { exists: false }] }'],
    ['one comparison', '{ amount: { numeric: ["=", 100] } }'],
    ['a range', '{ amount: [{ numeric: [">", -5, "<=", 1.5] }] }'],
    ['anything but one value', '{ bank: { anything-but: icbc } }'],
    ['anything but some values', '{ bank: [{ anything-but: [icbc, 7] }] }'],
    ['anything but a prefix', '{ bank: { anything-but: { prefix: ic } } }'],
    ['anything but some prefixes', '{ bank: { anything-but: { prefix: [ic, cc] } } }'],
    ['of several fields', '{ bank: icbc, outcome: [failed], fraud: false }'],
  ])('%s', (_sentence, bad) => {
    expect(load(bad)).toEqual([]);
  });
});

describe('a pattern is refused where it is', () => {
  it.each<[string, string, string]>([
    ['a word', 'failed', 'bad: expected a mapping, got text'],
    ['a list', '[failed]', 'bad: expected a mapping, got a list'],
    ['of a field that can not be', '{ "bank name": x }', 'bad.bank name: expected the name of a field or attribute'],
    ['nothing', '{ bank: }', `bad.bank: ${aMatcher}, got nothing`],
    ['a list of nothing', '{ bank: [] }', 'bad.bank: expected at least one value, got none'],
    ['a list in a list', '{ bank: [[icbc]] }', `bad.bank: ${aMatcher}`],
    ['a matcher misspelt', '{ bank: { prefx: ic } }', `bad.bank: ${aMatcher}`],
    ['a matcher that SNS has and we do not', '{ bank: { suffix: bc } }', `bad.bank: ${aMatcher}`],
    ['two matchers in one', '{ bank: { prefix: ic, exists: true } }', `bad.bank: ${aMatcher}`],
    ['an empty prefix', '{ bank: { prefix: "" } }', 'bad.bank.prefix: expected a prefix, got ""'],
    ['existence as text', '{ bank: { exists: "true" } }', `bad.bank: ${aMatcher}`],
    ['half a comparison', '{ amount: { numeric: [">"] } }', `bad.amount.numeric: ${comparisons}`],
    ['half a range', '{ amount: { numeric: [">", 1, "<"] } }', `bad.amount.numeric: ${comparisons}`],
    ['a comparison the wrong way round', '{ amount: { numeric: [1, ">"] } }', `bad.amount.numeric: ${comparisons}`],
    ['a comparison that does not exist', '{ amount: { numeric: ["=>", 5] } }', `bad.amount: ${aMatcher}`],
    [
      'anything but nothing',
      '{ bank: { anything-but: [] } }',
      'bad.bank.anything-but: expected at least one value, got none',
    ],
    ['anything but a matcher', '{ bank: { anything-but: { exists: true } } }', `bad.bank: ${aMatcher}`],
  ])('%s', (_sentence, bad, problem) => {
    expect(load(bad)).toEqual([problem]);
  });
});
