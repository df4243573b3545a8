import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';

/** What is wrong with a file; empty when nothing is. */
const problemsIn = (text: string): readonly string[] => {
  const loaded = loadGuardrails(text, 'g.yaml');
  return loaded.ok ? [] : loaded.problems;
};
/** A good guardrail, of four lines, with lines of the test's own after it. */
const rate = (...lines: readonly string[]): string =>
  [
    'guardrails:',
    '  - id: a',
    '    kind: rate',
    '    bad: { outcome: failed }',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
const good = rate('critical: { above: 3% }');
const two = (one: string, other: string): string => `${one}\n${other.replace('guardrails:\n', '')}`;

describe('a file of guardrails', () => {
  it('is the one that this repository ships', () => {
    const loaded = loadGuardrails(readFileSync(new URL('../../../guardrails.yaml', import.meta.url), 'utf8'), 'g');
    expect(loaded).toMatchObject({
      ok: true,
      guardrails: [{ id: 'payment-failures' }, { id: 'payment-fraud' }, { id: 'payment-latency' }],
    });
  });

  it.each([
    ['with nothing but what it needs', good],
    ['with a byte order mark and the line ends of Windows', `\ufeff${good.replaceAll('\n', '\r\n')}`],
    [
      'as JSON',
      JSON.stringify({ guardrails: [{ id: 'a', kind: 'rate', bad: { fraud: true }, warning: { above: '3%' } }] }),
    ],
    ['with comments', `# why\n${good} # and why`],
    [
      'with silences, times without quotes',
      `${good}\nsilences:\n  - why: upgrade\n    by: anna\n    weekly: { days: [sat], from: 02:00, until: 04:00, timezone: Asia/Shanghai }`,
    ],
    ['with an anchor and its alias', rate('critical: &limit { above: 3% }', 'of: { bank: &bank icbc, method: *bank }')],
  ])('may be written %s', (_sentence, text) => {
    expect(problemsIn(text)).toEqual([]);
  });
});

describe('a file that is not YAML, or not of guardrails, is refused with a place and a reason', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a syntax error',
      'guardrails: [\n',
      ['g.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    ['a tab for indentation', 'guardrails:\n\t- id: a\n', ['g.yaml:2:1: Tabs are not allowed as indentation']],
    ['a key twice', 'guardrails: []\nguardrails: []\n', ['g.yaml:2:1: Map keys must be unique']],
    [
      'two documents',
      'guardrails: []\n---\nguardrails: []\n',
      ['g.yaml:2:1: Source contains multiple documents; please use YAML.parseAllDocuments()'],
    ],
    [
      'text that YAML takes for an alias',
      rate('name: *important*', 'critical: { above: 3% }'),
      ['g.yaml:5:11: expected text, got an alias without its anchor; text that begins with * goes in quotes'],
    ],
    ['nothing', '', ['g.yaml:1:1: the file: expected a mapping, got null']],
    ['a list', '- id: a\n', ['g.yaml:1:1: the file: expected a mapping, got a list']],
    [
      'no key guardrails',
      'guardrail: []\n',
      [
        'g.yaml:1:1: guardrails: expected a list of guardrails, got nothing',
        'g.yaml:1:12: guardrail: not a key that is known here; did you mean guardrails?',
      ],
    ],
    ['a key beside guardrails', `${good}\nversion: 1\n`, ['g.yaml:6:10: version: not a key that is known here']],
    [
      'silences of nothing',
      `${good}\nsilences:\n`,
      ['g.yaml:6:10: silences: expected a list of silences, got nothing'],
    ],
    [
      'a silence of nothing',
      `${good}\nsilences:\n  - why: upgrade\n    by: anna\n`,
      ['g.yaml:7:5: silences[0]: expected from and until, or weekly: a silence without an end would last for ever'],
    ],
    [
      'a silence of a guardrail that is not there',
      `${good}\nsilences:\n  - { why: u, by: a, guardrails: [b], from: 2026-12-01T02:00Z, until: 2026-12-01T04:00Z }\n`,
      ['g.yaml:7:35: silences[0].guardrails[0]: expected the id of a guardrail of this file, got b'],
    ],
    ['guardrails of nothing', 'guardrails:\n', ['g.yaml:1:12: guardrails: expected a list of guardrails, got nothing']],
    ['a mapping of guardrails', 'guardrails: { a: 1 }\n', ['g.yaml:1:13: guardrails: expected a list of guardrails']],
    ['no guardrail', 'guardrails: []\n', ['g.yaml:1:13: guardrails: expected at least one guardrail, got none']],
    [
      'a guardrail that is a word',
      'guardrails: [a]\n',
      ['g.yaml:1:14: guardrails[0]: expected one of rate, latency, volume, monthly, got "a"'],
    ],
  ])('%s', (_sentence, text, problems) => {
    expect(problemsIn(text)).toEqual(problems);
  });
});

describe('a guardrail is refused with a place and a reason for', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a key misspelt',
      rate('critcal: { above: 3% }'),
      ['g.yaml:5:14: guardrails[0].critcal: not a key that is known here; did you mean critical?'],
    ],
    [
      'a key of another name',
      rate('critical: { above: 3% }', 'severity: high'),
      ['g.yaml:6:15: guardrails[0].severity: not a key that is known here'],
    ],
    [
      'no id',
      good.replace('- id: a\n    kind', '- kind'),
      ['g.yaml:2:5: guardrails[0].id: expected an id, got nothing'],
    ],
    ['a number for an id', good.replace('id: a', 'id: 7'), ['g.yaml:2:9: guardrails[0].id: expected an id, got 7']],
    [
      'capitals in its id',
      good.replace('id: a', 'id: Payment'),
      [
        'g.yaml:2:9: guardrails[0].id: expected lower-case letters, digits and -, at most 64, a letter first, got "Payment"',
      ],
    ],
    ['the id of another', two(good, good), ['g.yaml:6:9: guardrails[1].id: expected an id of its own, got a again']],
    [
      'no kind',
      good.replace('    kind: rate\n', ''),
      ['g.yaml:2:5: guardrails[0].kind: expected one of rate, latency, volume, monthly, got nothing'],
    ],
    [
      'another kind',
      good.replace('rate', 'ratio'),
      [
        'g.yaml:3:11: guardrails[0].kind: expected one of rate, latency, volume, monthly, got "ratio"; did you mean rate?',
      ],
    ],
    [
      'a rate of nothing bad',
      good.replace('    bad: { outcome: failed }\n', ''),
      ['g.yaml:2:5: guardrails[0].bad: expected a mapping, got nothing'],
    ],
    [
      'a name of 81 characters',
      rate('critical: { above: 3% }', `name: ${'n'.repeat(81)}`),
      [
        'g.yaml:6:11: guardrails[0].name: expected at most 80 characters, got "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…',
      ],
    ],
    [
      'a runbook that is no URL',
      rate('critical: { above: 3% }', 'runbook: wiki'),
      ['g.yaml:6:14: guardrails[0].runbook: expected an http or https URL, got "wiki"'],
    ],
    [
      'a runbook that would run',
      rate('critical: { above: 3% }', 'runbook: javascript:alert(1)'),
      ['g.yaml:6:14: guardrails[0].runbook: expected an http or https URL, got "javascript:alert(1)"'],
    ],
    [
      'one attribute where a list is meant',
      rate('critical: { above: 3% }', 'by: bank'),
      ['g.yaml:6:9: guardrails[0].by: expected a list, got text'],
    ],
    [
      'nine attributes',
      rate('critical: { above: 3% }', 'by: [a, b, c, d, e, f, g, h, i]'),
      ['g.yaml:6:9: guardrails[0].by: expected at most 8 attributes'],
    ],
    [
      'an attribute named twice',
      rate('critical: { above: 3% }', 'by: [bank, method, bank]'),
      ['g.yaml:6:9: guardrails[0].by: expected each attribute once'],
    ],
    [
      'an attribute that can not be',
      rate('critical: { above: 3% }', 'by: ["bank name"]'),
      ['g.yaml:6:10: guardrails[0].by[0]: expected the name of a field or attribute, got "bank name"'],
    ],
    [
      'evidence that proves nothing',
      rate('critical: { above: 3% }', 'evidence: { breach: 0.5, clear: 0 }'),
      [
        'g.yaml:6:25: guardrails[0].evidence.breach: expected a number above 0 and at most 0.05, got 0.5',
        'g.yaml:6:37: guardrails[0].evidence.clear: expected a number above 0 and at most 0.2, got 0',
      ],
    ],
  ])('%s', (_sentence, text, problems) => {
    expect(problemsIn(text)).toEqual(problems);
  });

  it('every fault in the form of every guardrail at once', () => {
    expect(problemsIn(two(good.replace('id: a', 'id: A'), rate('critical: { abve: 3% }')))).toEqual([
      'g.yaml:2:9: guardrails[0].id: expected lower-case letters, digits and -, at most 64, a letter first, got "A"',
      'g.yaml:9:23: guardrails[1].critical.abve: not a key that is known here; did you mean above?',
      'g.yaml:9:15: guardrails[1].critical: expected one of above and below',
    ]);
  });

  it('every fault beyond the form of every guardrail at once', () => {
    expect(
      problemsIn(two(good.replace('3%', '800ms'), good.replace('id: a', 'id: b').replace('failed', 'faild'))),
    ).toEqual([
      'g.yaml:5:24: guardrails[0].critical.above: expected a percentage such as 3% on a rate, got 800ms',
      'g.yaml:8:21: guardrails[1].bad.outcome: expected one of succeeded, failed, declined, timeout, cancelled, pending, got "faild"; did you mean failed?',
    ]);
  });

  it('one guardrail, and then no other of the file is loaded', () => {
    expect(loadGuardrails(two(good, good), 'g.yaml')).not.toHaveProperty('guardrails');
  });
});

describe('whatever is written at any place of a file', () => {
  const limits = { warning: { above: '5%' }, critical: { above: '15%' }, recover: '3%' };
  const common = { by: ['bank'], of: { bank: ['icbc'] }, remind: { critical: '4h', warning: 'never' } };
  const plain = { evidence: 'none', window: '5m', minEvents: 5, for: '1m', keepFiringFor: '1m' };
  const file = {
    guardrails: [
      { id: 'a', kind: 'rate', bad: { outcome: ['failed'] }, ...limits, ...common, evidence: { breach: 0.001 } },
      { id: 'b', kind: 'rate', bad: { fraud: true }, weight: 'amount', currency: 'CNY', critical: { above: '3%' } },
      { id: 'c', kind: 'latency', percentile: 95, countBy: 'order', critical: { above: '2s' }, ...plain },
      { id: 'd', kind: 'volume', critical: { below: '20/min' }, recover: '25/min' },
    ],
    silences: [
      {
        guardrails: ['a'],
        match: { bank: 'icbc' },
        why: 'w',
        by: 'b',
        from: '2026-12-01T02:00Z',
        until: '2026-12-01T03:00Z',
      },
      { why: 'w', by: 'b', from: '2026-12-01T02:00', until: '2026-12-01T03:00', timezone: 'Asia/Shanghai' },
      { why: 'w', by: 'b', weekly: { days: ['sat'], from: '02:00', until: '04:00', timezone: 'Asia/Shanghai' } },
    ],
  };
  /** The ways to every place of the file. */
  const placesIn = (value: unknown): string[][] =>
    typeof value === 'object' && value !== null
      ? [[], ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner).map((rest) => [key, ...rest]))]
      : [[]];
  const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
    if (key === undefined) return by;
    if (Array.isArray(value))
      return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
    return Object.fromEntries(
      Object.entries(value as object).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
    );
  };
  const words = ['', 'none', 'never', '5m', '0m', '3%', '20/min', '9'.repeat(400), '2026-13-45T99:99Z', '2026-12-01'];
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string(),
    fc.constantFrom(...words, '24:00', 'CST', '../..'),
  );

  it('begins with a file that is right', () => {
    expect(problemsIn(JSON.stringify(file))).toEqual([]);
  });

  it('is loaded, or refused in sentences, and is plain JSON once loaded', () => {
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(file)), anything, (way, value) => {
        const loaded = loadGuardrails(JSON.stringify(replaced(file, way, value)), 'g.yaml');
        const seen: unknown = loaded.ok
          ? JSON.parse(JSON.stringify(loaded))
          : loaded.problems.filter((problem) => !/^g\.yaml:\d+:\d+: .*: \S/s.test(problem));
        expect(seen).toStrictEqual(loaded.ok ? loaded : []);
      }),
      { numRuns: 1000 },
    );
  });
});
