import type { ReadRules } from '../guardrail/load.ts';
import { didYouMean, nearest } from '../guardrail/nearest.ts';
import type { Found } from './finding.ts';
import { eventFields, namedFields } from './named-fields.ts';

/**
 * Attributes that no event has: a rule that asks for one matches nothing, or groups by nothing, and is as silent as one
 * that finds all well. Known only where the file lists them under `attributes`; else a name that is nearly that of a field
 * of the event is asked about.
 */
export const unknownAttributes = (rules: ReadRules): readonly Found[] => {
  const { attributes } = rules;
  const fields = namedFields(rules).filter(({ name }) => !eventFields.includes(name));
  if (attributes === undefined)
    return fields.flatMap(({ name, path }): Found[] => {
      const field = nearField(name);
      return field === undefined
        ? []
        : [
            {
              severity: 'warning',
              path,
              message: `taken as an attribute of this name; did you mean the field ${field}? If not, list it under attributes`,
            },
          ];
    });
  return fields
    .filter(({ name }) => !attributes.includes(name))
    .map(({ name, path }) => ({
      severity: 'error',
      path,
      message:
        `expected a field of the event or one of attributes (${attributes.join(', ')}), got ${name}` +
        didYouMean(nearest(name, [...attributes, ...eventFields])),
    }));
};

/** Stricter than for a key, whose writer is known to be wrong: a tier is no misspelt time. */
const nearField = (name: string): string | undefined => {
  const field = nearest(name, eventFields);
  return field !== undefined && Math.min(name.length, field.length) >= 5 ? field : undefined;
};
