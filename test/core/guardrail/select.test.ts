import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue, PaymentEvent } from '../../../shared/core/event/event.ts';
import { type FieldPattern, type Matcher, matchesField, type Pattern } from '../../../shared/core/guardrail/pattern.ts';
import { select } from '../../../shared/core/guardrail/select.ts';
import { type Columns, dictionaryFields, numberFields } from '../../../shared/core/segment/columns.ts';
import { NOW } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';

const ownFields: readonly string[] = [...dictionaryFields, ...numberFields];

/** What a pattern sees of an event: its own fields, and under every other name an attribute. */
const fieldOf = (event: PaymentEvent, field: string): AttributeValue | undefined => {
  const from: object = ownFields.includes(field) ? event : event.attributes;
  const value: unknown = Object.hasOwn(from, field)
    ? Object.entries(from).find(([name]) => name === field)?.[1]
    : undefined;
  return value === '' && field === 'source' ? undefined : (value as AttributeValue | undefined);
};
const matchesEvent = (event: PaymentEvent, pattern: Pattern): boolean =>
  pattern.every((field) => matchesField(field, fieldOf(event, field.field)));

const values = fc.constantFrom<AttributeValue>('', 'a', 'ab', 'b', 'failed', 'CNY', '0', 0, 1, 2.5, true, false);
const matchers: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({ kind: fc.constant('equals' as const), value: values }),
  fc.record({
    kind: fc.constant('anything-but' as const),
    values: fc.array(values, { maxLength: 2 }),
    prefixes: fc.array(fc.constantFrom('a', 'f'), { maxLength: 1 }),
  }),
  fc.record({ kind: fc.constant('prefix' as const), prefix: fc.constantFrom('a', 'fail', 'C') }),
  fc.record({
    kind: fc.constant('numeric' as const),
    bounds: fc.array(
      fc.record({ comparison: fc.constantFrom('<', '>=', '=' as const), value: fc.constantFrom(0, 1, 2) }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
  }),
  fc.record({ kind: fc.constant('exists' as const), exists: fc.boolean() }),
);
// Attributes may have the name of a field, and a field may be absent from all events of a segment.
const names = fc.constantFrom('bank', 'constructor', 'missing', ...ownFields);
const patterns: fc.Arbitrary<Pattern> = fc.array(
  fc.record<FieldPattern>({ field: names, anyOf: fc.array(matchers, { minLength: 1, maxLength: 2 }) }),
  { maxLength: 3 },
);
const events: fc.Arbitrary<PaymentEvent> = fc.record(
  {
    id: fc.uuid(),
    source: fc.constantFrom('', 'a', 'ab'),
    time: fc.constant(NOW),
    type: fc.constantFrom('payment', 'a'),
    outcome: fc.constantFrom('failed' as const, 'succeeded' as const),
    fraud: fc.boolean(),
    latencyMs: fc.constantFrom(0, 1, 2.5),
    amount: fc.constantFrom(0, 1, 7),
    currency: fc.constantFrom('CNY', 'EUR'),
    attributes: fc.dictionary(names, values, { maxKeys: 4, noNullPrototype: true }),
  },
  { requiredKeys: ['id', 'source', 'time', 'type', 'attributes'] },
);

const selectAll = (columns: Columns, pattern: Pattern): Uint8Array =>
  select(columns, pattern, new Uint8Array(columns.count).fill(1));

describe('selecting rows', () => {
  it('looks among those that are given alone, and leaves these as they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(events, fc.boolean()), { minLength: 1, maxLength: 20 }),
        patterns,
        (all, pattern) => {
          const columns = columnsOf(all.map(([event]) => event));
          const among = Uint8Array.from(all, ([, given]) => Number(given));
          const before = among.slice();
          const expected = selectAll(columns, pattern).map((selected, row) => selected & (before[row] ?? 0));
          expect(select(columns, pattern, among)).toEqual(expected);
          expect(among).toEqual(before);
        },
      ),
    );
  });

  it('finds the events that match one by one', () => {
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 20 }), patterns, (all, pattern) => {
        const found = all.map((event) => selectAll(columnsOf([event]), pattern)[0] === 1);
        expect(found).toEqual(all.map((event) => matchesEvent(event, pattern)));

        const together = selectAll(columnsOf(all), pattern).reduce((sum, selected) => sum + selected, 0);
        expect(together).toBe(found.filter(Boolean).length);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a field for a field, though no event has it and an attribute has its name', () => {
    const attributes = { outcome: 'failed', latencyMs: 900 };
    const columns = columnsOf([{ id: 'a', source: '', time: NOW, type: 'payment', attributes }]);
    expect([...selectAll(columns, [{ field: 'outcome', anyOf: [{ kind: 'exists', exists: true }] }])]).toEqual([0]);
    expect([...selectAll(columns, [{ field: 'latencyMs', anyOf: [{ kind: 'exists', exists: true }] }])]).toEqual([0]);
  });
});
