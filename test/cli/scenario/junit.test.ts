import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../cli/scenario/checks/check.ts';
import { junitText } from '../../../cli/scenario/report/junit.ts';
import type { FileResult } from '../../../cli/scenario/report/result.ts';

const place = { line: 7, column: 3 };
const check: Check = { kind: 'quiet', span: { from: 0, to: 10 }, place, placeOf: () => place };

const aResult = (text = 'plain'): FileResult => ({
  file: `${text}.yaml`,
  name: text,
  problems: [],
  checks: [{ check }, { check, failure: { misses: [{ place, expected: text, got: text }], context: [text, text] } }],
  seconds: 1.2345,
});

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const unescaped = (text: string): string =>
  text.replaceAll(
    /&(amp|lt|gt|quot|#10);/g,
    (_, name: string) =>
      new Map([
        ['amp', '&'],
        ['lt', '<'],
        ['gt', '>'],
        ['quot', '"'],
        ['#10', '\n'],
      ]).get(name) ?? '',
  );

/** Reads the part of XML that is written here, and throws for anything else. */
const parseXml = (xml: string): Element => {
  const root: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  expect(body).not.toBe(xml);
  for (const [token, end, name, attributes = '', empty, text] of body.matchAll(
    /<(\/?)([a-z]+)((?: [a-z]+="[^"<\n]*")*)(\/?)>|([^<]+)/g,
  )) {
    const parent = open.at(-1);
    if (parent === undefined) throw new Error(`expected nothing after the end, got ${token}`);
    if (text !== undefined) parent.text += unescaped(text);
    else if (end === '/') {
      if (open.pop()?.name !== name) throw new Error(`expected the end of ${parent.name}, got ${token}`);
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"\n]*)"/g)].map(
        ([, key = '', value = '']) => [key, unescaped(value)] as const,
      );
      const element: Element = { name: name ?? '', attributes: new Map(pairs), children: [], text: '' };
      parent.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  expect(open).toEqual([root]);
  expect(
    [...body.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<\n]*")*)(\/?)>|([^<]+)/g)].map(([token]) => token).join(''),
  ).toBe(body);
  return root;
};

/** Of the schema that the writer names: elements with their attributes and what may be in them. */
const schema = new Map<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }>([
  ['', { attributes: [], children: ['testsuites'] }],
  ['testsuites', { attributes: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] }],
  [
    'testsuite',
    { attributes: ['name', 'tests', 'failures', 'errors', 'time', 'skipped', 'file'], children: ['testcase'] },
  ],
  ['testcase', { attributes: ['name', 'time', 'classname'], children: ['failure', 'error'] }],
  ['failure', { attributes: ['type', 'message'], children: [] }],
  ['error', { attributes: ['type', 'message'], children: [] }],
]);

const expectValid = (element: Element): void => {
  const known = schema.get(element.name);
  expect(known?.attributes).toEqual(expect.arrayContaining([...element.attributes.keys()]));
  expect(known?.children).toEqual(expect.arrayContaining(element.children.map(({ name }) => name)));
  const time = element.attributes.get('time');
  if (time !== undefined) expect(time).toMatch(/^\d+\.\d{3}$/);
  for (const child of element.children) expectValid(child);
};

describe('the results as JUnit XML', () => {
  it('keep the common schema', () => {
    const broken: FileResult = { file: 'b.yaml', problems: ['b.yaml:1:1: a', 'b.yaml:2:1: b'], checks: [], seconds: 0 };
    const root = parseXml(junitText([aResult(), broken]));
    expectValid(root);
    const [suites] = root.children;
    expect(Object.fromEntries(suites?.attributes ?? [])).toEqual({
      name: 'parapet test',
      tests: '3',
      failures: '1',
      errors: '1',
      time: '1.234',
    });
    expect(suites?.children.map(({ attributes }) => Object.fromEntries(attributes))).toEqual([
      { name: 'plain', tests: '2', failures: '1', errors: '0', skipped: '0', time: '1.234', file: 'plain.yaml' },
      { name: 'b.yaml', tests: '1', failures: '0', errors: '1', skipped: '0', time: '0.000', file: 'b.yaml' },
    ]);
    const [fine, failed] = suites?.children[0]?.children ?? [];
    expect(fine?.children).toEqual([]);
    expect(Object.fromEntries(failed?.attributes ?? [])).toEqual({
      name: 'line 7: quiet 00:00..00:10',
      classname: 'plain.yaml',
    });
    expect(failed?.children[0]?.attributes.get('message')).toBe('expected plain, got plain');
    expect(failed?.children[0]?.text).toBe('plain.yaml:7:3\nexpected plain\ngot plain\nplain\nplain');
    expect(suites?.children[1]?.children[0]?.children[0]?.text).toBe('b.yaml:1:1: a\nb.yaml:2:1: b');
  });

  it('hold quotes, brackets and lines as they are', () => {
    const text = `a "b" <c> & 'd'\n&amp;`;
    const root = parseXml(junitText([aResult(text)]));
    const [suite] = root.children[0]?.children ?? [];
    expect(suite?.attributes.get('name')).toBe(text);
    expect(suite?.children[1]?.children[0]?.attributes.get('message')).toBe(`expected ${text}, got ${text}`);
  });

  it('hold any text, and what XML has no character for becomes U+FFFD', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const xml = junitText([aResult(text)]);
        // oxlint-disable-next-line no-control-regex -- they are what must not be there
        expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        const root = parseXml(xml);
        expectValid(root);
        // oxlint-disable-next-line no-control-regex
        const kept = text.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');
        expect(root.children[0]?.children[0]?.attributes.get('name')).toBe(kept);
      }),
    );
  });
});
