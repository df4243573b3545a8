import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { guardrailsJsonSchema } from '../../../shared/core/guardrail/json-schema.ts';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';
import { nearestKey } from '../../../shared/core/guardrail/nearest.ts';
import { presetNames } from '../../../shared/core/presets/names.ts';

type Node = Readonly<Record<string, unknown>>;
const asNode = (value: unknown): Node => (typeof value === 'object' && value !== null ? (value as Node) : {});
const schema = asNode(guardrailsJsonSchema());

const referred = (node: Node): Node => {
  const { $ref } = node;
  const name = typeof $ref === 'string' ? $ref.replace('#/definitions/', '') : undefined;
  return name === undefined ? node : asNode(asNode(schema['definitions'])[name]);
};

/** Every key with its schema, at every depth. */
const keysIn = (value: unknown, path = '', seen: readonly unknown[] = []): (readonly [path: string, node: Node])[] => {
  const node = referred(asNode(value));
  if (seen.includes(node)) return [];
  const within = [...seen, node];
  return Object.entries(node).flatMap(([word, inner]) => {
    if (word === 'properties')
      return Object.entries(asNode(inner)).flatMap(([key, form]) => [
        [`${path}.${key}`, asNode(form)] as const,
        ...keysIn(form, `${path}.${key}`, within),
      ]);
    if (Array.isArray(inner)) return inner.flatMap((item: unknown) => keysIn(item, path, within));
    return ['items', 'additionalProperties', 'then', 'else'].includes(word) ? keysIn(inner, path, within) : [];
  });
};
const allKeys = keysIn(schema);

/** What an editor shows beside a key: its own words, or those of what it refers to. */
const described = (value: unknown): boolean => {
  const node = asNode(value);
  if (typeof node['description'] === 'string') return true;
  if (node['$ref'] !== undefined) return described(referred(node));
  return ['allOf', 'anyOf'].some((word) => (node[word] as unknown[] | undefined)?.some(described));
};

const validate = new Ajv({ strict: false }).compile(schema);
const isValid = (text: string): boolean => validate(parse(text));

describe('the JSON Schema of guardrails.yaml', () => {
  it('is the one at the root: node scripts/guardrails-schema.ts > guardrails.schema.json, then npx oxfmt on it', () => {
    const { stdout } = spawnSync(process.execPath, ['scripts/guardrails-schema.ts'], { encoding: 'utf8' });
    expect(JSON.parse(readFileSync('guardrails.schema.json', 'utf8'))).toEqual(JSON.parse(stdout));
  });

  it('is named in the first line of guardrails.yaml, for editors', () => {
    expect(readFileSync('guardrails.yaml', 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\/guardrails\.schema\.json\n/,
    );
  });

  it('explains every key', () => {
    expect(allKeys.length).toBeGreaterThan(100);
    expect(allKeys.filter(([, node]) => !described(node)).map(([path]) => path)).toEqual([]);
  });

  it('has no key that a misspelt one would not be told of', () => {
    const names = [...new Set(allKeys.map(([path]) => path.split('.').at(-1) ?? ''))];
    expect(names.filter((name) => nearestKey(`${name}x`) === undefined && name.length > 2)).toEqual([]);
  });

  it.each([...globSync('{guardrails.yaml,samples/backtest/*.yaml}')])('takes %s, as the loader does', (file) => {
    const text = readFileSync(file, 'utf8');
    expect([isValid(text), loadGuardrails(text, file).ok]).toEqual([true, true]);
  });

  it.each(presetNames)('takes a file that extends %s and says no more', (preset) => {
    expect(isValid(`extends: [${preset}]`)).toBe(true);
  });

  const rate = (keys: string): string => `guardrails: [{ id: a, kind: rate, bad: { outcome: failed }, ${keys} }]`;
  it.each([
    ['a rate', rate('critical: { above: 3% }')],
    [
      'a plain comparison',
      rate('critical: { above: 3% }, evidence: none, window: 5m, for: 0m, remind: { critical: never }'),
    ],
    ['an objective', rate('objective: 99.9%, burn: { critical: [{ factor: 14.4, long: 1h, short: 5m }] }')],
    ['a baseline', rate('baseline: {}, critical: { above: 2x baseline }')],
    ['a latency', 'guardrails: [{ id: a, kind: latency, percentile: 95, critical: { above: 800ms } }]'],
    ['a volume', 'guardrails: [{ id: a, kind: volume, critical: { below: 20/min }, expects: 40/min }]'],
    ['a month', 'guardrails: [{ id: a, kind: monthly, preset: visa-vamp }]'],
    [
      'patterns',
      rate('of: { bank: [a, { anything-but: [b] }], amount: [{ numeric: [">", 5] }] }, critical: { above: 3% }'),
    ],
    [
      'a change of a preset',
      'extends: [payments/cards]\nguardrails: [{ id: card-failures, critical: { above: 3% }, by: null }]',
    ],
  ])('takes %s', (_, text) => {
    expect([isValid(text), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['no guardrails', 'guardrails: []'],
    ['no rules at all', '{}'],
    ['a key misspelt', rate('critcal: { above: 3% }')],
    ['a change of no preset', 'guardrails: [{ id: card-failures, critical: { above: 3% } }]'],
    [
      'a key misspelt in a change',
      'extends: [payments/cards]\nguardrails: [{ id: card-failures, critcal: { above: 3% } }]',
    ],
    ['a bare number for a limit', rate('critical: { above: 3 }')],
    ['a limit without its unit', rate('critical: { above: "3" }')],
    ['above and below', rate('critical: { above: 3%, below: 1% }')],
    ['neither', rate('critical: {}')],
    ['a duration in words', rate('critical: { above: 3% }, evidence: none, window: five minutes')],
    ['never where it is no answer', rate('critical: { above: 3% }, evidence: none, window: 5m, for: never')],
    ['a promise without its unit', rate('objective: "99.9"')],
    ['another kind', 'guardrails: [{ id: a, kind: ratio, critical: { above: 3% } }]'],
    ['what is expected in no time', rate('critical: { above: 3% }, expects: "20"')],
  ])('refuses %s, as the loader does', (_, text) => {
    expect([isValid(text), loadGuardrails(text, 'g.yaml').ok]).toEqual([false, false]);
  });
});
