import { describe, expect, it } from 'vitest';
import { aFile, linesOf } from './checking.ts';

const rule = (keys: string, bad = '{ fraud: true }'): string =>
  `{ id: a, kind: rate, bad: ${bad}, critical: { above: 3% }, ${keys} }`;
const listed = 'attributes: [method, bank, merchant]';
const expected = 'expected a field of the event or one of attributes (method, bank, merchant), got';
const check = (text: string): readonly string[] => linesOf(text, 'unknown-attribute');

describe('where the file lists the attributes of its events, a rule is refused that asks for another', () => {
  const cases = new Map<string, readonly [guardrail: string, line: string]>([
    [
      'by its groups',
      [rule('by: [bank, mechant]'), `g.yaml:2:84: guardrails[0].by[1]: ${expected} mechant; did you mean merchant?`],
    ],
    ['by what it counts', [rule('countBy: order'), `g.yaml:2:82: guardrails[0].countBy: ${expected} order`]],
    [
      'by which events count',
      [rule('of: { methd: qr }'), `g.yaml:2:86: guardrails[0].of.methd: ${expected} methd; did you mean method?`],
    ],
    [
      'by which of those are bad',
      [rule('remind: {}', '{ reason: x }'), `g.yaml:2:41: guardrails[0].bad.reason: ${expected} reason`],
    ],
    [
      'by a field misspelt',
      [
        rule('remind: {}', '{ outcom: failed }'),
        `g.yaml:2:41: guardrails[0].bad.outcom: ${expected} outcom; did you mean outcome?`,
      ],
    ],
    [
      'by what a limit of a scheme does not apply to',
      [
        '{ id: a, kind: monthly, bad: { type: chargeback }, of: {}, unless: { of: { flow: 3ds }, share: 10% }, critical: { ratio: 1% } }',
        `g.yaml:2:86: guardrails[0].unless.of.flow: ${expected} flow`,
      ],
    ],
  ]);
  it.each([...cases])('%s', (_, [guardrail, line]) => {
    expect(check(aFile([guardrail], listed))).toEqual([line]);
  });

  it('and so is a silence', () => {
    const silence =
      'silences: [{ why: x, by: y, match: { bnk: icbc }, from: 2026-04-01T00:00Z, until: 2026-04-02T00:00Z }]';
    expect(check(aFile([rule('by: [bank]')], listed, silence))).toEqual([
      `g.yaml:4:43: silences[0].match.bnk: ${expected} bnk; did you mean bank?`,
    ]);
  });

  it('but for the fields that every event may have', () => {
    const fields =
      'by: [type, source, outcome, fraud, currency], of: { amount: [{ numeric: [">", 0] }], latencyMs: [{ exists: true }] }';
    expect(check(aFile([rule(fields)], listed))).toEqual([]);
  });
});

describe('where it does not', () => {
  it('every name may be one of an attribute', () => {
    expect(check(aFile([rule('by: [tier, app, mode, psp, channel], of: { site: x, node: y }')]))).toEqual([]);
  });

  it.each([
    ['outcom', 'outcome'],
    ['latencyMS', 'latencyMs'],
    ['curency', 'currency'],
    ['frauds', 'fraud'],
  ])('%s is asked about, being nearly the field %s', (name, field) => {
    expect(check(aFile([rule('remind: {}', `{ ${name}: x }`)]))).toEqual([
      `g.yaml:2:${35 + name.length}: warning: guardrails[0].bad.${name}: taken as an attribute of this name; did you mean the field ${field}? If not, list it under attributes`,
    ]);
  });
});
