import { describe, expect, it } from 'vitest';
import { linear, timeMarks, valueMarks } from '../../../../cli/backtest/picture/scale.ts';
import { addMinutes, MINUTES_PER_DAY } from '../../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../../support/builders.ts';

describe('a scale', () => {
  it('goes from one end to the other and not beyond', () => {
    const scale = linear(0, 10, 100, 0);
    expect([-5, 0, 2.5, 10, 20].map(scale)).toEqual([100, 100, 75, 0, 0]);
  });
});

describe('the marks of time', () => {
  const labels = (minutes: number): string[] =>
    timeMarks(THIS_MINUTE, addMinutes(THIS_MINUTE, minutes)).map(({ label }) => label);

  it('are round, and the first has its day', () => {
    expect(labels(60)).toEqual(['03-02 09:00', '09:10', '09:20', '09:30', '09:40', '09:50', '10:00']);
    expect(labels(5)).toEqual(['03-02 09:00', '09:01', '09:02', '09:03', '09:04', '09:05']);
  });

  it('have the day where one begins', () => {
    expect(labels(MINUTES_PER_DAY)).toContain('03-03 00:00');
  });

  it.each([1, 17, 240, MINUTES_PER_DAY, 31 * MINUTES_PER_DAY, 400 * MINUTES_PER_DAY])(
    'are some, and not too many, of %i minutes',
    (minutes) => {
      expect(labels(minutes).length).toBeGreaterThanOrEqual(1);
      expect(labels(minutes).length).toBeLessThanOrEqual(9);
    },
  );
});

describe('the marks of values', () => {
  it.each([
    [0.78, [0, 0.25, 0.5, 0.75]],
    [0.05, [0, 0.02, 0.04]],
    [1, [0, 0.5, 1]],
    [1234, [0, 500, 1000]],
  ])('up to %f are round', (top, expected) => {
    expect(valueMarks(top).map((value) => Number(value.toPrecision(6)))).toEqual(expected);
  });
});
