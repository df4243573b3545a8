import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calmWeeks, DAY, fullSize, independent, SEED, shares, slightlyVarying } from '../../bench/quality/cells.ts';
import { medianOf, perWeek } from '../../bench/quality/figures.ts';
import { openingsHead } from '../../bench/quality/openings-section.ts';
import { parapet } from '../../bench/quality/parapet.ts';
import { DRAWN, pictureOfRows } from '../../bench/quality/picture-of.ts';
import { openingsOf, untilTold } from '../../bench/quality/rule.ts';
import { PARAPET, ruleNames, usualRules } from '../../bench/quality/rules.ts';
import { stepHead } from '../../bench/quality/delays-section.ts';
import { shortHead } from '../../bench/quality/short-section.ts';
import { lastingRuns } from '../../bench/quality/steps.ts';
import { ARRIVAL, quantileCells, sixthCells, timesToAlert } from '../../bench/quality/time-to-alert.ts';
import { nameOf } from '../../bench/quality/traffic.ts';

const page = readFileSync('docs/quality.md', 'utf8');
const words = page.replaceAll(/\s+/g, ' ');
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The rows of the tables that have this heading, one list for each table. */
const tables = (head: readonly string[]): string[][][] =>
  page
    .split(`| ${head.join(' | ')} |\n`)
    .slice(1)
    .map((text) => (text.split('\n\n')[0] ?? '').trim().split('\n').slice(1).map(cellsOf));

describe('the page on the quality of alerts', () => {
  const [sound = [], apart = []] = tables(openingsHead);
  const [varied = [], plain = []] = tables(stepHead);

  it('has the tables of every cell', () => {
    expect([sound, apart, varied, plain].map((rows) => rows.length)).toEqual([15, 15, 20, 20]);
  });

  it('has the openings that the bench counts', () => {
    const cell = { data: independent, perMinute: 1_000 };
    const row = sound.find(([data, rate]) => data === nameOf(cell.data) && rate === '1,000') ?? [];
    const drawn = shares.map((share) => calmWeeks(cell, share, fullSize.weeks));
    for (const [name, rule] of [...usualRules, [PARAPET, parapet] as const]) {
      const counted = drawn.map((counts) => perWeek(openingsOf(rule(counts), DAY), fullSize.weeks)).join('/');
      expect([name, row[ruleNames.indexOf(name) + 2]]).toEqual([name, counted]);
    }
  });

  it('has the delays that the bench measures', () => {
    const row = varied.find(([failures, rate]) => failures === '40 %' && rate === '100') ?? [];
    const runs = lastingRuns({ data: slightlyVarying, perMinute: 100 }, 0.4, fullSize.runs);
    for (const [name, rule] of [...usualRules, [PARAPET, parapet] as const]) {
      const told = medianOf(runs.map((counts) => untilTold(rule(counts), DAY)));
      expect([name, row[ruleNames.indexOf(name) + 2]?.split(',')[0]]).toEqual([name, String(told)]);
    }
  });

  it('says in short what its tables say', () => {
    const [short = []] = tables(shortHead);
    expect(short.map(([rule]) => rule)).toEqual(ruleNames);
    for (const [index, [rule, open, , , told, over]] of short.entries()) {
      const at = (rows: string[][], first: string, rate: string): string =>
        rows.find((row) => row[0] === first && row[1] === rate)?.[index + 2] ?? '';
      const opened = ['20', '1,000'].map((rate) => at(sound, nameOf(slightlyVarying), rate).split('/')[1]);
      const [quiet = [], busy = []] = ['20', '1,000'].map((rate) => at(varied, '15 %', rate).split(', '));
      const [toldIn, overIn] = [0, 1].map((part) => `${quiet[part]}, ${busy[part]}`);
      expect([rule, open, told, over]).toEqual([rule, opened.join(', '), toldIn, overIn]);
    }
  });

  it('has a picture of what its tables say', () => {
    expect(page).toContain('](quality.svg)');
    expect(pictureOfRows(sound, varied)).toBe(readFileSync('docs/quality.svg', 'utf8'));
    expect(DRAWN.data).toBe(nameOf(slightlyVarying));
  });

  it('says how much was drawn', () => {
    expect(words).toContain(`${fullSize.weeks} weeks of each after a first day, seed ${SEED}.`);
    expect(words).toContain(`Medians of ${fullSize.runs}.`);
  });

  it('says of each target whether it is met', () => {
    const targets = tables(['target', 'measured', 'asked', '']);
    const counted = targets.map((rows) =>
      ['met', 'within chance', 'not met'].map((met) => rows.filter((row) => row[3] === met).length),
    );
    const said = [...page.matchAll(/: (\d+) met, (\d+) not met but within chance, (\d+) not met\./g)].map(
      ([, ...counts]) => counts.map(Number),
    );
    expect(said).toEqual(counted);
    expect(targets.map((rows) => rows.length)).toEqual([22, 20, 29]);
  });

  it('has the time to an alert that the engine takes', async () => {
    const times = await timesToAlert({ perMinute: 20, failing: 1 }, 60);
    const row = (cells: readonly string[]): string => `| 100 % | 20 | ${cells.join(' | ')} |`;
    expect(page).toContain(row(quantileCells(times)));
    expect(page).toContain(row(sixthCells(times)));
    expect(ARRIVAL).toBe(1_000);
    expect(words).toContain('stored one second after its payment');
  });
});
