import type { EventTable, Reference, TableAttribute } from '../../../shared/core/explain/event-table.ts';
import type { AttributeValue, PaymentEvent } from '../../../shared/core/event/event.ts';
import { Sample } from '../../../shared/core/explain/sample.ts';
import { BAD, GOOD } from '../../../shared/core/rollup/classify.ts';
import { anEvent } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

/** `count` events with these attributes, of which the first `bad` have failed. */
export const events = (count: number, bad: number, attributes: Attributes, more: Partial<PaymentEvent> = {}) =>
  Array.from({ length: count }, (_, index) =>
    anEvent({ outcome: index < bad ? 'failed' : 'succeeded', attributes, ...more }),
  );

/** A sample in which failed events are bad; those from `before` are its reference. */
export const sampleOf = (
  window: readonly PaymentEvent[],
  before: readonly PaymentEvent[] = [],
  leftOut: readonly string[] = [],
): Sample => {
  const sample = new Sample(new Set(leftOut));
  for (const [list, isBefore] of [
    [window, false],
    [before, true],
  ] as const) {
    if (list.length === 0) continue;
    const columns = columnsOf(list);
    const outcome = columns.fields.get('outcome');
    const kinds = Uint8Array.from({ length: columns.count }, (_, row) =>
      outcome?.values[(outcome.codes[row] ?? 0) - 1] === 'failed' ? BAD : GOOD,
    );
    if (isBefore) sample.addBefore(columns, kinds);
    else sample.add(columns, kinds, new Uint8Array(columns.count));
  }
  return sample;
};

/** What a table says, as lists. */
export const attributesOf = ({ attributes }: EventTable): Readonly<Record<string, readonly (string | undefined)[]>> =>
  Object.fromEntries(
    attributes.map(({ name, values, codes }: TableAttribute) => [name, [...codes].map((code) => values[code - 1])]),
  );

export const noReference: Reference = { bad: 0, total: 0, attributes: new Map() };
