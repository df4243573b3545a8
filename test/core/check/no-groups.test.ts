import { expect, it } from 'vitest';
import { aFile, linesOf } from './checking.ts';

const rule = (by: string): string =>
  `{ id: a, kind: rate, bad: { fraud: true }, critical: { above: 3% }, by: [${by}] }`;

it.each(['id', 'time', 'latencyMs', 'amount'])(
  'a rule that is grouped by %s is refused: each event has its own',
  (field) => {
    expect(linesOf(aFile([rule(`bank, ${field}`)]))).toEqual([
      `g.yaml:2:84: guardrails[0].by[1]: expected an attribute, or one of type, source, outcome, fraud, currency, got ${field}: each event has its own, so that there are no groups`,
    ]);
  },
);

it('it is not where events have an attribute of this name', () => {
  expect(linesOf(aFile([rule('amount')], 'attributes: [amount]'))).toEqual([]);
});
