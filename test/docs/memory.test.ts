import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { budgets } from '../../shared/budgets.ts';
import { STORED_GROUPS } from '../../shared/core/rollup/cap-groups.ts';
import { retention } from '../../shared/core/retention.ts';
import { days, minutes, seconds } from '../../shared/core/units.ts';

const page = readFileSync('docs/memory.md', 'utf8');
const words = page.replaceAll(/\s+/g, ' ');

/** The cells of each row, without the last, which is the time of a machine. */
const countsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((row) => /^\| [\d,]+ \| \d+ (h|day)/.test(row))
    .map((row) =>
      row
        .split('|')
        .slice(1, -2)
        .map((cell) => cell.trim()),
    );
const rows = countsOf(page);

describe('the page on memory', () => {
  it('has the figures that the bench prints, as far as they do not depend on the machine', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['bench/run.ts', 'tick', '1,10', '1 h'], {
      encoding: 'utf8',
    });
    expect(stderr).not.toContain('Error');
    const printed = countsOf(stdout);
    expect(printed).toHaveLength(2);
    for (const row of printed) expect(rows).toContainEqual(row);
  });

  it('shows that a tick after 35 days costs what it costs after one', () => {
    const after = (history: string): string[][] =>
      rows.filter((row) => row[1] === history).map(([rate = '', , ...counts]) => [rate, ...counts]);
    expect(after('35 days')).toHaveLength(4);
    expect(after('35 days')).toEqual(after('1 day'));
  });

  it('says the times that hold', () => {
    const inDays = (time: number): number => time / days(1);
    expect(words).toContain(`when the batch comes | ${inDays(retention.segment)} days`);
    expect(words).toContain(`when the minute is sealed | ${inDays(retention.minuteRollup)} days`);
    expect(words).toContain(`when its last minute is sealed | ${inDays(retention.longRollup)} days`);
    expect(words).toContain(`at most ${inDays(retention.segment)} days`);
    expect(words).toContain(`Minutes more than ${inDays(retention.segment) - 1} days back`);
    expect(words).toContain(`${STORED_GROUPS.toLocaleString('en-US')} groups are kept`);
    expect(words).toContain(`over for ${budgets.allowedLateness / minutes(1)} minutes`);
    expect(words).toContain(`${budgets.sealTime / seconds(1)} of the ${budgets.evaluateTimeout / seconds(1)} seconds`);
    expect(words).toContain(`waits for ${budgets.unreadableWait / minutes(1)} minutes`);
    const [write, skew] = [budgets.ingestTimeout / seconds(1), budgets.clockSkew / seconds(1)];
    expect(words).toContain(`less the ${write} seconds that a function may take to write and ${skew} that`);
    expect(words).toContain(`began ${write + 2 * skew} seconds or more after`);
    const lateFrom = (budgets.allowedLateness - budgets.ingestTimeout - budgets.clockSkew) / seconds(1);
    expect(words).toContain(`from ${Math.floor(lateFrom / 60)}:${String(lateFrom % 60).padStart(2, '0')} after`);
  });
});
