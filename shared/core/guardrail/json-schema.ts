import * as z from 'zod';
import { fileSchema } from './schema.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * The keys of guardrails.yaml as a JSON Schema, from the schema that the loader reads it with, so that an editor completes
 * and explains just what will be taken. It can't say everything: what two keys must have in common only the loader knows.
 * Draft 7 is what all editors know.
 */
export const guardrailsJsonSchema = (): JsonSchema => {
  const schema: JsonSchema = z.toJSONSchema(fileSchema, { io: 'input', reused: 'ref', target: 'draft-7' });
  const { properties = {}, required = [], definitions, ...rest } = schema;
  const { guardrails, ...others } = properties;
  if (typeof guardrails !== 'object' || typeof guardrails.items !== 'object' || Array.isArray(guardrails.items))
    throw new TypeError('expected a list of guardrails among the keys of the file');
  const { items, minItems = 1, ...list } = guardrails;
  const named = new Map(Object.entries((definitions ?? {}) as Record<string, JsonSchema>));
  return {
    title: 'Parapet guardrails',
    ...rest,
    properties: { ...others, guardrails: list },
    if: { required: ['extends'] },
    // Beside presets there may be none, and one may say no more than what it changes.
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { properties: { guardrails: { ...list, items: { anyOf: [items, changeOf(kindsIn(items, named))] } } } },
    else: { required, properties: { guardrails: { ...list, items, minItems } } },
    definitions,
  };
};

type Definitions = ReadonlyMap<string, JsonSchema>;

/** The form of each kind of guardrail. */
const kindsIn = (items: JsonSchema, definitions: Definitions): readonly JsonSchema[] =>
  (resolved(items, definitions).oneOf ?? []).map((kind) => resolved(kind, definitions));

const resolved = (schema: JsonSchema, definitions: Definitions): JsonSchema => {
  const name = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  const target = definitions.get(name ?? '');
  return target !== undefined ? resolved(target, definitions) : schema;
};

/** A guardrail of which only the id must be there. */
const changeOf = (kinds: readonly JsonSchema[]): JsonSchema => {
  const forms = Map.groupBy(
    kinds.flatMap((kind) => Object.entries(kind.properties ?? {})),
    ([key]) => key,
  );
  return {
    type: 'object',
    description: 'A guardrail of a preset, by its id, with the keys that are to be others. null takes a key out.',
    properties: Object.fromEntries(
      [...forms].map(([key, each]) => [
        key,
        anyOf([...each.map(([, form]) => form), ...(key === 'id' ? [] : [nothing])]),
      ]),
    ),
    required: ['id'],
    additionalProperties: false,
  };
};

const nothing: JsonSchema = { type: 'null' };

const anyOf = (forms: readonly (JsonSchema | boolean)[]): JsonSchema => {
  const distinct = [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
  return { anyOf: distinct.filter((form) => typeof form === 'object') };
};
