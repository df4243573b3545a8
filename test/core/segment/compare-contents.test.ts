import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../shared/core/event/event.ts';
import { type Columns, contentOf, type DictionaryColumn } from '../../../shared/core/segment/columns.ts';
import { compareContents } from '../../../shared/core/segment/compare-contents.ts';
import { events } from '../../support/arbitraries.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';

/** By the two texts alone. */
const byText = (one: Columns, row: number, other: Columns, otherRow: number): number => {
  const [text, otherText] = [contentOf(one, row), contentOf(other, otherRow)];
  if (text === otherText) return 0;
  return text < otherText ? -1 : 1;
};

const expectAsByText = (one: Columns, other: Columns): void => {
  for (let row = 0; row < one.count; row++)
    for (let otherRow = 0; otherRow < other.count; otherRow++)
      expect(compareContents(one, row, other, otherRow)).toBe(byText(one, row, other, otherRow));
};

describe('two rows', () => {
  it('compare as their texts do, copies and others, in whatever segments they lie', () => {
    const list = fc.array(events, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(list, list, (left, right) => {
        // Some of the left among those on the right, beside other rows and so with other codes.
        expectAsByText(columnsOf(left), columnsOf([...right, ...left.slice(0, 2)]));
      }),
      { numRuns: 300 },
    );
  });

  it('compare as their texts do when they hold what nobody wrote', () => {
    const value = fc.constantFrom<unknown>(
      0,
      -0,
      1,
      '1',
      true,
      '',
      'a',
      null,
      [],
      Number.NaN,
      Infinity,
      -Infinity,
      undefined,
    );
    const number = fc.constantFrom(0, -0, 1, Number.NaN, Infinity, -Infinity, undefined);
    const said = {
      offset: fc.nat(1),
      outcome: value,
      fraud: value,
      latencyMs: number,
      amount: number,
      attributes: fc.uniqueArray(fc.tuple(fc.constantFrom('bank', 'method', 'order'), value), {
        selector: ([name]) => name,
      }),
    };
    // The other differs in a few things, mostly in one or none: of two drawn apart nearly all differ in something else too.
    const pairs = fc.tuple(fc.record(said), fc.record(said, { requiredKeys: [] }));
    fc.assert(
      fc.property(pairs, ([one, change]) => {
        for (const [name, changed] of [...Object.entries(change), ['', undefined] as const])
          expectAsByText(aRow(one), aRow({ ...one, ...(name === '' ? change : { [name]: changed }) }));
      }),
      { numRuns: 2_000 },
    );
  });
});

interface Said {
  readonly offset: number;
  readonly outcome: unknown;
  readonly fraud: unknown;
  readonly latencyMs: number | undefined;
  readonly amount: number | undefined;
  readonly attributes: readonly (readonly [name: string, value: unknown])[];
}

const aRow = ({ offset, outcome, fraud, latencyMs, amount, attributes }: Said): Columns => ({
  minute: THIS_MINUTE,
  count: 1,
  offsetMs: Uint16Array.of(offset),
  fingerprintHigh: Uint32Array.of(0),
  fingerprintLow: Uint32Array.of(0),
  fields: new Map([
    ['outcome', column(outcome)],
    ['fraud', column(fraud)],
  ]),
  numbers: new Map([
    ...(latencyMs === undefined ? [] : [['latencyMs', Float64Array.of(latencyMs)] as const]),
    ...(amount === undefined ? [] : [['amount', Float64Array.of(amount)] as const]),
  ]),
  attributes: new Map(attributes.map(([name, value]) => [name, column(value)])),
  examples: [],
});

const column = (value: unknown): DictionaryColumn =>
  value === undefined
    ? { values: [], codes: Uint8Array.of(0) }
    : { values: [value as AttributeValue], codes: Uint8Array.of(1) };
