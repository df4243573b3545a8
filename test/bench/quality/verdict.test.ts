import { describe, expect, it } from 'vitest';
import { medianOf, perWeek, short } from '../../../bench/quality/figures.ts';
import { allMet, fewCheck, type Met, medianMet, rateMet } from '../../../bench/quality/verdict.ts';

describe('a count of openings', () => {
  const cases = new Map<string, [count: number, weeks: number, asked: number, met: Met]>([
    ['as many as asked is met', [4, 20, 0.2, 'met']],
    ['one more in twenty weeks is within chance of one in five', [5, 20, 0.2, 'within chance']],
    ['one where none came in five weeks is within chance', [1, 20, 0, 'within chance']],
    ['fifty where one a week was asked for is not met', [50, 20, 1, 'not met']],
  ]);
  it.each([...cases])('%s', (_, [count, weeks, asked, met]) => {
    expect(rateMet(count, weeks, asked, 5)).toBe(met);
  });

  it('below one a week is met by 19 in 20 weeks, and not by 20', () => {
    expect([19, 20].map((count) => fewCheck('', count, 20, 1).met)).toEqual(['met', 'not met']);
  });
});

describe('a median', () => {
  const values = (within: number): number[] => [
    ...Array.from({ length: within }, () => 1),
    ...Array.from({ length: 100 - within }, () => 9),
  ];
  it.each([
    [51, 'met'],
    [50, 'within chance'],
    // P(X <= 42) = 0.067, P(X <= 41) = 0.044.
    [42, 'within chance'],
    [41, 'not met'],
  ])('of 100 runs of which %d are as fast as asked is %s', (within, met) => {
    expect(medianMet(values(within), 2)).toBe(met);
    expect(medianOf(values(within)) <= 2).toBe(met === 'met');
  });
});

it('the worst of several counts', () => {
  expect(allMet(['met', 'met'])).toBe('met');
  expect(allMet(['met', 'within chance', 'met'])).toBe('within chance');
  expect(allMet(['not met', 'within chance'])).toBe('not met');
});

it('figures are short', () => {
  expect([0, 0.05, 0.123, 1, 2.25, 9.94, 9.96, 1013.4].map(short)).toEqual([
    '0',
    '0.05',
    '0.12',
    '1',
    '2.3',
    '9.9',
    '10',
    '1013',
  ]);
  expect(perWeek(3, 20)).toBe('0.15');
});
