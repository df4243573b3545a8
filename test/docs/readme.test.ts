import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBatch } from '../../shared/core/event/batch.ts';
import { chanceOfAtMost } from '../../shared/core/evidence/binomial.ts';
import { evidenceDefaults } from '../../shared/core/evidence/constants.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { NOW } from '../support/builders.ts';

const readme = readFileSync('README.md', 'utf8');

/** The fenced block below the comment that says where it comes from. */
const block = (comment: string): string => {
  const [, text] = new RegExp(`<!-- ${comment} -->\\n\`\`\`\\w*\\n([^]*?)\`\`\``).exec(readme) ?? [];
  if (text === undefined) throw new Error(`README.md: expected a block below <!-- ${comment} -->`);
  return text;
};

const run = (...args: string[]): string =>
  spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } }).stdout;

describe('the README', () => {
  it('shows an alert that the demo prints', () => {
    const unwrapped = (text: string): string => text.replaceAll(/^│ ?/gm, '').replaceAll(/\s+/g, ' ').trim();
    expect(unwrapped(run('cli/parapet.ts', 'demo'))).toContain(unwrapped(block('from the demo')));
  });

  it('shows a batch that is accepted', () => {
    expect(readBatch(block('a batch'), 'batch', NOW)).toMatchObject({
      ok: true,
      rejections: [],
      events: [{ id: 'pay_8f2k1' }],
    });
  });

  it('shows guardrails that load', () => {
    expect(loadGuardrails(block('guardrails'), 'README.md')).toMatchObject({ ok: true, guardrails: [{}, {}, {}] });
  });

  it('shows a rule brought from Prometheus that loads', () => {
    expect(loadGuardrails(block('plain'), 'README.md')).toMatchObject({
      ok: true,
      guardrails: [{ evidence: { kind: 'none', windowMinutes: 5, minEvents: 50 } }],
    });
  });

  it('shows rules on past weeks, an error budget and a month that load', () => {
    expect(loadGuardrails(block('past'), 'README.md')).toMatchObject({
      ok: true,
      guardrails: [
        { baseline: { weeks: 4, timezone: 'Asia/Shanghai' } },
        { objective: { target: 0.999, days: 30 } },
        { kind: 'monthly', month: { against: 'this-month' } },
      ],
    });
  });

  it('says how many good payments prove that an objective is kept', () => {
    const { clear } = evidenceDefaults;
    const [few, many] = [4_500, 4_650];
    expect(chanceOfAtMost(0, few, 0.001)).toBeGreaterThan(clear);
    expect(chanceOfAtMost(0, many, 0.001)).toBeLessThan(clear);
    expect(chanceOfAtMost(0, many / 2, 0.001)).toBeLessThan(0.1);
    expect(readme).toContain('99.9 % takes some 4,600 good payments');
  });

  it('shows planned silences that load', () => {
    const rules = `guardrails: [{ id: payment-failures, kind: rate, bad: { outcome: [failed] }, warning: { above: 5% } }]\n`;
    expect(loadGuardrails(rules + block('silences'), 'README.md')).toMatchObject({ ok: true, silences: [{}, {}] });
  });

  it('has the figures that the bench prints, as far as they do not depend on the machine', () => {
    const figures = (row: string): string => row.split('|').slice(0, -2).join('|');
    const rows = run('bench/run.ts', 'tick', '1,10', '1 day')
      .split('\n')
      .filter((row) => /^\| \d/.test(row));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(readme).toContain(figures(row));
  });

  it.each(['demo', 'start', 'send', 'test', 'bench'])('names the script %s, which is there', (script) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(scripts).toHaveProperty(script);
    expect(readme).toMatch(new RegExp(`npm (run )?${script}\\b`));
  });

  it('says the limits that hold', async () => {
    const { limits } = await import('../../shared/core/limits.ts');
    expect(readme).toContain(
      `at most ${limits.attributesPerEvent}: strings of at most ${limits.attributeValueBytes} bytes`,
    );
    expect(readme).toContain(`Up to ${limits.groupsPerAttribute} groups of an attribute`);
    expect(readme).toContain(`the first ${limits.errorsPerResponse} \`errors\``);
  });
});
