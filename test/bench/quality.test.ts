import { describe, expect, it } from 'vitest';
import { calmWeeks, cellsOf, DAY, independent, retries } from '../../bench/quality/cells.ts';
import { falseEndsOf, halfEndedRuns } from '../../bench/quality/half-ended.ts';
import { drawGroups } from '../../bench/quality/many-groups.ts';
import { soundCells } from '../../bench/quality/openings-section.ts';
import { parapet, parapetOf } from '../../bench/quality/parapet.ts';
import { openingsOf } from '../../bench/quality/rule.ts';
import { nameOf } from '../../bench/quality/traffic.ts';
import { datapoints } from '../../bench/quality/usual-rules.ts';

/** The bench of alert quality at a size for every run of the tests. Only counts, which are the same on every machine. */

const named = (cells: typeof soundCells) => cells.map((cell) => [nameOf(cell.data), cell.perMinute, cell] as const);

describe('a week at 70 % of the limit opens nothing', () => {
  it.each(named(soundCells))('of data that is %s, at %d a minute', (_, _rate, cell) => {
    expect(openingsOf(parapet(calmWeeks(cell, 0.7, 1)), DAY)).toBe(0);
  });

  it.each(named(cellsOf(retries)))('of %s, at %d a minute', (_, _rate, cell) => {
    expect(openingsOf(parapet(calmWeeks(cell, 0.7, 1)), DAY)).toBe(0);
  });

  it('and that is not because nothing happens in it', () => {
    const opened = soundCells.map((cell) => openingsOf(datapoints(3, 5)(calmWeeks(cell, 0.7, 1)), DAY));
    expect(opened.filter((count) => count > 100).length).toBeGreaterThan(6);
  });
});

it('at 90 % of the limit all of these together open less than one in two weeks', () => {
  const opened = soundCells.map((cell) => openingsOf(parapet(calmWeeks(cell, 0.9, 1)), DAY));
  expect(opened.reduce((sum, count) => sum + count, 0)).toBeLessThan(soundCells.length / 2);
});

it('two hundred groups at 70 % of the limit open nothing in a day', () => {
  const groups = drawGroups(independent, 0.7, 0, 2 * DAY);
  expect(groups.size).toBe(201);
  expect([...parapetOf(groups)].filter(({ at }) => at > DAY)).toEqual([]);
  const usual = [...groups.values()].reduce((sum, counts) => sum + openingsOf(datapoints(3, 3)(counts), DAY), 0);
  expect(usual).toBeGreaterThan(1_000);
});

it.each([5, 20, 100])('an incident that only half ends is not called over, at %d a minute', (perMinute) => {
  const runs = halfEndedRuns({ data: independent, perMinute }, 15);
  expect(falseEndsOf(parapet, runs)).toBe(0);
  expect(falseEndsOf(datapoints(3, 3), runs)).toBeGreaterThan(1);
});
