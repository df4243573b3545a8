import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evidenceDefaults } from '../../shared/core/evidence/constants.ts';
import { test as testVolume } from '../../shared/core/evidence/volume.ts';
import { burnRatesOver } from '../../shared/core/guardrail/burn-rates.ts';
import { epochMinute, perMinute } from '../../shared/core/units.ts';

const page = readFileSync('docs/judging.md', 'utf8');
const words = page.replaceAll(/\s+/g, ' ');

describe('the page on judging', () => {
  it('has the tables that the bench prints', () => {
    const [, tables] = /<!-- node bench\/judging\.ts -->\n([^]*?)<!-- end -->/.exec(page) ?? [];
    const { stdout, stderr } = spawnSync(process.execPath, ['bench/judging.ts'], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(stderr).not.toContain('Error');
    expect(tables).toBe(stdout);
  });

  it('says what holds of past weeks and months', () => {
    const { baseline, month } = evidenceDefaults;
    const numbers = new Map([
      [3, 'Three'],
      [7, 'eighth'],
    ]);
    expect(words).toContain(`and ${baseline.margin === 10 ? 'ten' : baseline.margin} minutes on either side`);
    expect(words).toContain(`${numbers.get(baseline.fewestWeeks)} weeks at least`);
    expect([baseline.holiday.share, baseline.spread]).toEqual([0.25, 0.25]);
    expect(words).toContain("less than a quarter of the others' traffic");
    expect(words).toContain('differ by more than a quarter beyond chance');
    expect(words).toContain(`of ICC ${baseline.latencyDispersionFloor}`);
    expect(words).toContain(`is at most ${month.breach * 100} %`);
    expect(words).toContain(`Before the ${numbers.get(month.leastDays)} day`);
    // A silence proves something where exp(-expected) is at most the chance of a breach.
    expect(Math.round(-Math.log(evidenceDefaults.breach))).toBe(9);
    expect(words).toContain('once some nine are missing');
  });

  it('says the burn rates that hold', () => {
    const words30 = burnRatesOver(30).map(({ factor, longMinutes }) => [factor, longMinutes / 60]);
    expect(words30).toEqual([
      [14.4, 1],
      [6, 6],
      [3, 24],
      [1, 72],
    ]);
    expect(words).toContain('14.4 times over an hour and 5 minutes, 6 times over 6 hours and 30 minutes (critical)');
    expect(words).toContain('3 times over a day and 2 hours, once over 3 days and 6 hours (warning)');
  });

  it('says the constants that hold', () => {
    const { windows, volumeWindows, longWindows, breach, clear, leastBad, learned, groupsAtFullChance } =
      evidenceDefaults;
    const list = (minutes: readonly number[]): string =>
      `${minutes.slice(0, -1).join(', ')} and ${minutes.at(-1)} minutes`;
    expect(words).toContain(`The last ${list(windows)}`);
    expect(words).toContain(`windows of ${list(volumeWindows)}`);
    expect(words).toContain(`then ${list(longWindows)};`);
    expect(words).toContain(`at least ${leastBad} bad events are left`);
    expect(words).toContain(`is at most ${breach}.`);
    expect(words).toContain(`the chance is at most ${clear},`);
    expect(words).toContain(`more than ${groupsAtFullChance} groups`);
    expect(words).toContain(`1 + ${evidenceDefaults.dispersionFloor} per event in a minute`);
    expect(words).toContain(
      `${learned.hours} hours with ${learned.badPerHour} bad events each, and at most ${learned.most}`,
    );
    expect(words).toContain(`At least ${evidenceDefaults.weighted.leastBad} bad events`);
    expect(words).toContain(`swing by ${evidenceDefaults.volumeSpread * 100} %`);
  });

  it('says how many payments without a failure prove a limit of 5 % kept', () => {
    const isKept = (total: number): boolean => 0.95 ** total <= evidenceDefaults.clear;
    expect(words).toContain('fewer than 90 payments a day');
    expect([isKept(89), isKept(90)]).toEqual([false, true]);
  });

  it('says how far a volume must fall', () => {
    const isProven = (expected: number, share: number): boolean =>
      testVolume(
        { from: epochMinute(0), to: epochMinute(10), minutes: 10, count: Math.floor(share * expected) },
        { metric: 0, direction: 'below', rate: perMinute(expected / 10), text: '' },
        'below',
        'breach',
        evidenceDefaults.breach,
      ).proven;
    expect(words).toContain('a fall to nothing is proven where 10.2 events were to come');
    expect([isProven(10.2, 0), isProven(10.1, 0)]).toEqual([true, false]);
    expect(words).toContain('a fall to half where 94 were');
    expect([isProven(94, 0.5), isProven(92, 0.5)]).toEqual([true, false]);
    expect(words).toContain('a fall by a third never');
    expect(isProven(1e7, 2 / 3)).toBe(false);
  });
});
