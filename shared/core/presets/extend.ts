import { didYouMean, nearest } from '../guardrail/nearest.ts';
import type { Path } from '../guardrail/problem.ts';
import type { Refusal } from '../guardrail/schema-problems.ts';
import { type PresetName, presetNames } from './names.ts';
import { presets } from './presets.ts';

/** A file with the guardrails of the presets that it extends, as if their owner had written them all. */
export interface Extended {
  readonly value: unknown;
  /** What is wrong with `disable`, and with guardrails that change those of a preset. */
  readonly refusals: readonly Refusal[];
  /** A place of `value` as a place of the file. Of a guardrail that only a preset has: `extends`, its place there, the id. */
  pathInFile(path: Path): Path;
  /** What was refused in `value` in the terms of the file: its own places, and which words are a preset's. */
  refusalInFile(refusal: Refusal): Refusal;
}

/**
 * Puts the guardrails of `extends` before those of the file, without those under `disable`. A guardrail of the file with
 * the id of one of theirs takes its place: each of its keys replaces the preset's, whole, and null removes it. What has not
 * the form of a guardrails file is left as it is, for the schema to refuse.
 */
export const withPresets = (file: unknown): Extended => {
  const { extends: names, disable, guardrails: written = [] } = mappingOf(file);
  const theirs = listOf(names).flatMap(itemsOf);
  if (theirs.length === 0 || !Array.isArray(written)) return asItIs(file, names === undefined ? listOf(disable) : []);
  const own = written.map((value: unknown, index): Item => itemOf(value, ['guardrails', index], theirs));
  const off = new Set(listOf(disable));
  const kept = theirs.filter(({ id }) => !off.has(id)).map((item) => own.find(({ id }) => id === item.id) ?? item);
  const items = [...kept, ...own.filter((item) => !kept.includes(item))];
  return {
    value: { ...mappingOf(file), guardrails: items.map(({ value }) => value) },
    refusals: [...disableFaults(listOf(disable), theirs, own), ...own.flatMap(kindFaults)],
    pathInFile: (path) => inFile(path, items),
    refusalInFile: ({ path, message }) => ({
      path: inFile(path, items),
      message: `${message}${explained(path, items, theirs)}`,
    }),
  };
};

interface Item {
  readonly path: Path;
  readonly value: unknown;
  readonly id?: unknown;
  readonly preset?: { readonly name: PresetName; readonly rule: Readonly<Record<string, unknown>> };
  /** The keys that the file itself has. */
  readonly written?: Readonly<Record<string, unknown>>;
}

const itemsOf = (named: unknown, place: number): readonly Item[] => {
  const name = presetNames.find((each) => each === named);
  return name === undefined
    ? []
    : presets[name].guardrails.map(({ rule }) => ({
        path: ['extends', place, rule.id],
        value: rule,
        id: rule.id,
        preset: { name, rule: { ...rule } },
      }));
};

const itemOf = (value: unknown, path: Path, theirs: readonly Item[]): Item => {
  const written = mappingOf(value);
  const id = written['id'];
  const preset = theirs.find((item) => item.id === id)?.preset;
  if (preset === undefined) return { path, value, id, written };
  // Of another kind, it would be refused for every key that the preset has and its own kind has not.
  const changes = isOfItsKind(written, preset.rule) ? changed(preset.rule, written) : value;
  return { path, value: changes, id, preset, written };
};

const isOfItsKind = (written: Mapping, rule: Mapping): boolean =>
  written['kind'] === undefined || written['kind'] === rule['kind'];

const changed = (rule: Mapping, written: Mapping): Mapping =>
  Object.fromEntries(
    Object.entries({ ...rule, ...written }).filter(([key, value]) => value !== null || !Object.hasOwn(rule, key)),
  );

const kindFaults = ({ path, preset, written = {} }: Item): readonly Refusal[] =>
  preset === undefined || isOfItsKind(written, preset.rule)
    ? []
    : [
        {
          path: [...path, 'kind'],
          message:
            `expected ${String(preset.rule['kind'])}, as ${preset.name} has it, got ${JSON.stringify(written['kind'])}; ` +
            'disable it, and write another under an id of its own',
        },
      ];

const disableFaults = (ids: readonly unknown[], theirs: readonly Item[], own: readonly Item[]): readonly Refusal[] =>
  ids.flatMap((id, index) => {
    const path = ['disable', index];
    if (typeof id !== 'string') return [];
    if (theirs.every((item) => item.id !== id))
      return [
        {
          path,
          message: `expected the id of a guardrail of ${namesOf(theirs)}, got ${id}${didYouMean(nearest(id, idsOf(theirs)))}`,
        },
      ];
    return own.some((item) => item.id === id)
      ? [{ path, message: `expected an id that is not under guardrails too, got ${id}` }]
      : [];
  });

const asItIs = (file: unknown, disabled: readonly unknown[]): Extended => ({
  value: file,
  refusals:
    disabled.length === 0
      ? []
      : [
          {
            path: ['disable'],
            message: `expected extends: [${presetNames[0]}] or another preset beside it: what is left out is theirs`,
          },
        ],
  pathInFile: (path) => path,
  refusalInFile: (refusal) => refusal,
});

const inFile = (path: Path, items: readonly Item[]): Path => {
  const [first, index, ...rest] = path;
  const item = first === 'guardrails' ? items[Number(index)] : undefined;
  return item === undefined ? path : [...item.path, ...rest];
};

/** What a reader who sees only the file must be told beside what is wrong. */
const explained = (path: Path, items: readonly Item[], theirs: readonly Item[]): string => {
  const [first, index, key] = path;
  const item = first === 'guardrails' ? items[Number(index)] : undefined;
  if (item?.written === undefined || key === undefined || Object.hasOwn(item.written, key)) return '';
  if (item.preset !== undefined) return ` (as ${item.preset.name} has it)`;
  const meant = typeof item.id === 'string' ? nearest(item.id, idsOf(theirs)) : undefined;
  return key === 'kind' && meant !== undefined ? `${didYouMean(meant)} That is one of ${namesOf(theirs)}.` : '';
};

const idsOf = (items: readonly Item[]): readonly string[] => items.map(({ id }) => String(id));
const namesOf = (items: readonly Item[]): string => [...new Set(items.map(({ preset }) => preset?.name))].join(', ');

type Mapping = Readonly<Record<string, unknown>>;

const mappingOf = (value: unknown): Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
