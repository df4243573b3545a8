import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Those with 300 bad events, independent attributes and a known time before: a hundred runs each. */
const ROWS = 6;

const { stdout, stderr } = spawnSync(process.execPath, ['bench/culprit.ts', String(ROWS)], { encoding: 'utf8' });
const [heading = '', line = '', ...rows] = stdout.trim().split('\n');
const docs = readFileSync('docs/culprit.md', 'utf8');

/** What a row says: its cause and spread, and the percentages. */
const cellsOf = (row: string) => {
  const [, cause = '', , spread = '', , , right = '', wrong = '', silent = ''] = row
    .split('|')
    .map((cell) => cell.trim());
  return {
    sentence: `${cause}, spread ${spread}`,
    cause,
    right: parseInt(right),
    wrong: parseInt(wrong),
    silent: parseInt(silent),
  };
};

describe('the search for the culprit', () => {
  it('was tried on every row', () => {
    expect(stderr).toBe('');
    expect(rows.map((row) => cellsOf(row).sentence)).toEqual([
      'value, spread 0.3',
      'value, spread 0.5',
      'pair, spread 0.3',
      'pair, spread 0.5',
      'none, spread 0.3',
      'none, spread 0.5',
    ]);
  });

  it.each<[string, string, number]>([
    ['names a single value first in 95 % of incidents', 'value', 95],
    ['names a pair of values first in 90 % of incidents', 'pair', 90],
    ['is silent in 95 % of those without a cause', 'none', 95],
  ])('%s', (_sentence, cause, least) => {
    const found = rows.map(cellsOf).filter((row) => row.cause === cause);
    expect(found).toHaveLength(2);
    expect(Math.min(...found.map(({ right }) => right))).toBeGreaterThanOrEqual(least);
    for (const row of found) expect(row.right).toBe(cause === 'none' ? row.silent : 100 - row.wrong - row.silent);
  });

  it('has in the docs the table that the bench prints', () => {
    expect(docs).toContain(`<!-- node bench/culprit.ts -->\n\n${[heading, line, ...rows].join('\n')}\n`);
  });
});
