import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parapet, type Run } from './run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parapet-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Checks a text as a file, whose name the output then has as `g.yaml`. */
const check = async (text: string, ...options: string[]): Promise<Run> => {
  const file = join(folder, 'g.yaml');
  await writeFile(file, text);
  const { code, stdout, stderr } = await parapet('check', file, ...options);
  return { code, stderr, stdout: stdout.replaceAll(`${folder}/`, '') };
};

const rules = `attributes: [method, bank]
guardrails:
  - id: card-failures
    kind: rate
    of: { method: [card] }
    bad: { outcome: [failed, timeout] }
    by: [bank]
    expects: 20/min
    warning: { above: 5% }
    critical: { above: 15% }
  - id: checkout
    kind: rate
    bad: { outcome: [failed] }
    evidence: none
    window: 5m
    for: 10m
    critical: { above: 2% }
`;

describe('parapet check', () => {
  it('says what the rules say, and how soon they would', async () => {
    expect(await check(rules)).toEqual({
      code: 0,
      stderr: '',
      stdout: `g.yaml: 2 guardrails; nothing to mend
┌───────────────┬──────┬────────────────────────┬──────────────────┬──────────────────────────────┐
│ guardrail     │ kind │ limits                 │ by               │ of a total failure           │
├───────────────┼──────┼────────────────────────┼──────────────────┼──────────────────────────────┤
│ card-failures │ rate │ critical above 15%     │ bank             │ at 20/min                    │
│               │      │ warning above 5%       │                  │ told after 1 minute          │
│               │      │                        │                  │ its end after 15 minutes     │
├───────────────┼──────┼────────────────────────┼──────────────────┼──────────────────────────────┤
│ checkout      │ rate │ critical above 2%      │                  │                              │
│               │      │ over 5 minutes, for 10 │                  │                              │
│               │      │ minutes                │                  │                              │
└───────────────┴──────┴────────────────────────┴──────────────────┴──────────────────────────────┘
`,
    });
  });

  it('says how to be told more, where no rule says what it expects', async () => {
    const { code, stdout } = await check(rules.replace('    expects: 20/min\n', ''));
    expect(code).toBe(0);
    expect(stdout).toContain(
      '\nexpects: 20/min on a guardrail says how much comes to its quietest member, and shows here how soon it is told.\n',
    );
  });

  it('finds what the loader refuses, and then has no rules to show', async () => {
    expect(await check(rules.replace('kind: rate', 'kind: ratee').replace('warning', 'warnig'))).toEqual({
      code: 1,
      stderr: '',
      stdout: `g.yaml:4:11: guardrails[0].kind: expected one of rate, latency, volume, monthly, got "ratee"; did you mean rate?

g.yaml: 1 error
`,
    });
  });

  it('finds what loads and would never tell, and what is odd', async () => {
    const text = `${rules.replace('by: [bank]', 'by: [bnk]').replace('20/min', '1/d')}silences:
  - { why: upgrade, by: anna, from: 2026-01-01T00:00Z, until: 2026-01-02T00:00Z }
`;
    expect(await check(text)).toEqual({
      code: 1,
      stderr: '',
      stdout: `g.yaml:7:10: guardrails[0].by[0]: expected a field of the event or one of attributes (method, bank), got bnk; did you mean bank?
g.yaml:8:14: guardrails[0].expects: expected at least 5/d to prove critical above 15%, got 1/d: a total failure would never be told; judge larger groups, or let evidence: ask for less
g.yaml:8:14: guardrails[0].expects: expected at least 4/d to prove warning above 5%, got 1/d: a total failure would never be told; judge larger groups, or let evidence: ask for less
g.yaml:19:63: warning: silences[0].until: over since 2026-01-02T00:00Z; take this silence out

g.yaml: 2 guardrails, 1 silence; 3 errors, 1 warning
`,
    });
  });

  const odd = `${rules}silences: [{ why: upgrade, by: anna, from: 2026-01-01T00:00Z, until: 2026-01-02T00:00Z }]\n`;
  it('exits 0 with a warning, and 1 with --strict, and shows the rules either way', async () => {
    const lenient = await check(odd);
    const strict = await check(odd, '--strict');
    expect([lenient.code, strict.code]).toEqual([0, 1]);
    expect(strict.stdout).toBe(lenient.stdout);
    expect(strict.stdout).toMatch(/^g\.yaml:18:70: warning: .*\n\ng\.yaml: 2 guardrails, 1 silence; 1 warning\n┌/);
  });

  it('takes --strict lightly where there is nothing', async () => {
    expect((await check(rules, '--strict')).code).toBe(0);
  });

  it('as JSON has every finding and what can be told of every rule', async () => {
    const { code, stdout, stderr } = await check(odd, '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      file: 'g.yaml',
      errors: 0,
      warnings: 1,
      findings: [
        {
          severity: 'warning',
          kind: 'silence-over',
          line: 18,
          column: 70,
          path: 'silences[0].until',
          message: 'over since 2026-01-02T00:00Z; take this silence out',
        },
      ],
      guardrails: [
        {
          id: 'card-failures',
          kind: 'rate',
          by: ['bank'],
          levels: [
            { severity: 'critical', limit: 'above 15%' },
            { severity: 'warning', limit: 'above 5%' },
          ],
          expects: '20/min',
          toldAfterMinutes: 1,
          overAfterMinutes: 15,
        },
        { id: 'checkout', kind: 'rate', by: [], levels: [{ severity: 'critical', limit: 'above 2%' }] },
      ],
    });
  });

  it('as JSON exits with 1 where something must be mended, and says what', async () => {
    const { code, stdout } = await check('guardrails: [', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      file: 'g.yaml',
      errors: 1,
      warnings: 0,
      findings: [
        {
          severity: 'error',
          kind: 'refused',
          line: 1,
          column: 14,
          message: 'Flow sequence in block collection must be sufficiently indented and end with a ]',
        },
      ],
      guardrails: [],
    });
  });

  it('without a file means guardrails.yaml, which is fine here', async () => {
    const { code, stdout } = await parapet('check', '--strict');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^guardrails\.yaml: \d+ guardrails; nothing to mend\n/);
  });
});
