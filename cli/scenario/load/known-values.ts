import type { Field } from '../lines/fields.ts';
import type { ChangeLine, TrafficLine } from '../lines/line.ts';
import type { ExplicitEvent } from '../scenario.ts';

/** The values that events of a scenario can have, as text, by field or attribute. */
export type KnownValues = ReadonlyMap<string, ReadonlySet<string>>;

export const knownValues = (
  traffic: readonly TrafficLine[],
  changes: readonly ChangeLine[],
  explicit: readonly ExplicitEvent[],
): KnownValues => {
  const known = new Map<string, Set<string>>([
    ['outcome', new Set(['succeeded'])],
    ['type', new Set(['payment'])],
  ]);
  const add = (name: string, value: unknown): void => {
    const values = known.get(name) ?? new Set();
    known.set(name, values.add(String(value)));
  };
  const addAll = (fields: readonly Field[]): void => {
    for (const field of fields) {
      if (field.kind === 'text') for (const { value } of field.choice.options) add(field.name, value);
    }
  };
  for (const { fields } of traffic) addAll(fields);
  for (const { change } of changes) if (change !== 'drop') addAll(change);
  for (const { event } of explicit) {
    const { attributes, ...fields } = event;
    for (const [name, value] of Object.entries(fields)) add(name, value);
    if (typeof attributes === 'object' && attributes !== null)
      for (const [name, value] of Object.entries(attributes)) add(name, value);
  }
  return known;
};
