import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { meant } from '../cli/import/imported.ts';

const page = readFileSync('docs/prometheus.md', 'utf8');

/** The fenced block below the comment that names it. */
const block = (comment: string): string => {
  const [, text] = new RegExp(`<!-- ${comment} -->\\n\`\`\`\\w*\\n([^]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/prometheus.md: expected a block below <!-- ${comment} -->`);
  return text;
};

/** The rows of the table below the comment that names it. */
const rows = (comment: string): [string, string][] => {
  const [, text = ''] = new RegExp(`<!-- ${comment} -->\\n\\|.*\\n\\|.*\\n((?:\\|.*\\n)+)`).exec(page) ?? [];
  return text
    .trimEnd()
    .split('\n')
    .map((row) => {
      const [, left = '', right = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
      return [left.slice(1, -1), right];
    });
};

describe('the page on rules from Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parapet-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('shows what the command prints of its example', () => {
    writeFileSync(join(folder, 'rules.yml'), block('rules'));
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [resolve('cli/parapet.ts'), 'import', 'prometheus', 'rules.yml'],
      { encoding: 'utf8', cwd: folder },
    );
    expect(stdout).toBe(block('guardrails'));
    expect(stderr).toBe(block('stderr'));
  });

  it.each(rows('maps'))('maps %s', (expr, guardrail) => {
    expect(meant(expr)).toEqual(parse(`{ ${guardrail.slice(1, -1)} }`));
  });

  it.each(rows('does not'))('does not map %s', (expr, reason) => {
    expect(String(meant(expr)).slice(0, reason.length)).toBe(reason);
  });

  it('has rows in both tables', () => {
    expect([rows('maps').length, rows('does not').length]).toEqual([10, 14]);
  });
});
