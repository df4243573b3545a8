import type { ReadGuardrail, ReadRules } from '../guardrail/load.ts';
import type { RawPattern } from '../guardrail/pattern-schema.ts';
import type { Path } from '../guardrail/problem.ts';
import { dictionaryFields, numberFields } from '../segment/columns.ts';

/** A field or attribute that a rule names, and where. */
export interface NamedField {
  readonly name: string;
  readonly path: Path;
}

/** The fields of an event; every other name is one of an attribute. */
export const eventFields: readonly string[] = [...dictionaryFields, ...numberFields];

export const namedFields = ({ guardrails, silences }: ReadRules): readonly NamedField[] => [
  ...guardrails.flatMap(fieldsOfRule),
  ...silences.flatMap(({ raw, path }) =>
    Object.keys(raw.match ?? {}).map((name) => ({ name, path: [...path, 'match', name] })),
  ),
];

const fieldsOfRule = (read: ReadGuardrail): readonly NamedField[] => {
  const { raw, path } = read;
  return [
    ...groupFields(read),
    ...(raw.kind === 'monthly' || raw.countBy === undefined ? [] : [{ name: raw.countBy, path: [...path, 'countBy'] }]),
    ...inPattern(raw.of, [...path, 'of']),
    ...(raw.kind === 'rate' || raw.kind === 'monthly' ? inPattern(raw.bad, [...path, 'bad']) : []),
    ...(raw.kind === 'monthly' ? inPattern(raw.unless?.of, [...path, 'unless', 'of']) : []),
  ];
};

/** Those by whose values a rule is grouped. */
export const groupFields = ({ raw, path }: ReadGuardrail): readonly NamedField[] =>
  (raw.by ?? []).map((name, index) => ({ name, path: [...path, 'by', index] }));

const inPattern = (pattern: RawPattern | undefined, path: Path): readonly NamedField[] =>
  Object.keys(pattern ?? {}).map((name) => ({ name, path: [...path, name] }));
