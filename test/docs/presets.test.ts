import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBatch } from '../../shared/core/event/batch.ts';
import { loadGuardrails, readRules } from '../../shared/core/guardrail/load.ts';
import { namedFields } from '../../shared/core/check/named-fields.ts';
import { presetNames } from '../../shared/core/presets/names.ts';
import { NOW } from '../support/builders.ts';

const page = readFileSync('docs/presets.md', 'utf8');

/** The fenced block below the comment that names it. */
const block = (comment: string): string => {
  const [, text] = new RegExp(`<!-- ${comment} -->\\n\`\`\`\\w*\\n([^]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/presets.md: expected a block below <!-- ${comment} -->`);
  return text;
};

describe('the page on presets', () => {
  it('has the tables that the script prints: node scripts/presets-table.ts', () => {
    const [, tables] = /<!-- node scripts\/presets-table\.ts -->\n([^]*?)<!-- end -->/.exec(page) ?? [];
    const { stdout } = spawnSync(process.execPath, ['scripts/presets-table.ts'], { encoding: 'utf8' });
    expect(tables).toBe(stdout);
  });

  it('shows a file that loads, and does what its comments say', () => {
    const loaded = loadGuardrails(block('extending'), 'presets.md');
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    const byId = new Map(loaded.guardrails.map((guardrail) => [guardrail.id, guardrail]));
    expect(byId.has('cards-mastercard-efm')).toBe(false);
    expect(byId.get('wallet-scan-failures')).toMatchObject({
      by: ['region', 'merchant'],
      owner: 'scanning-team',
      levels: [{ text: '10%' }, { text: '3%' }],
    });
    expect(byId.get('wallet-fraud-value')).toMatchObject({
      metrics: [{ weight: { currency: 'EUR' } }],
      levels: [{ severity: 'critical' }],
    });
    expect(loaded.guardrails.at(-1)?.id).toBe('refunds-failing');
  });

  it('names every field and attribute that a guardrail of a preset asks for', () => {
    const known = new Set(
      [...page.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) =>
        [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
      ),
    );
    const read = readRules(`extends: [${presetNames.join(', ')}]`);
    if (!read.ok) throw new Error('expected the presets to load');
    const asked = new Set(namedFields(read).map(({ name }) => name));
    expect(asked.size).toBeGreaterThan(8);
    expect([...asked].filter((name) => !known.has(name))).toEqual([]);
  });

  it("shows a wallet's payment that is accepted, of which one event is a payment", () => {
    const batch = readBatch(block("a wallet's payment"), 'batch', NOW);
    expect(batch).toMatchObject({ ok: true, rejections: [] });
    expect(batch.ok && batch.events.map(({ type, attributes }) => `${type} ${attributes['step']}`)).toEqual([
      'step bind-card',
      'step scan',
      'payment confirm',
      'step receive',
    ]);
  });
});
