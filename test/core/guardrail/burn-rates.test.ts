import { describe, expect, it } from 'vitest';
import { burnRatesOver } from '../../../shared/core/guardrail/burn-rates.ts';

/** As `critical 14.4x 1h/5m`. */
const told = (days: number): string[] =>
  burnRatesOver(days).map(
    ({ severity, factor, longMinutes, shortMinutes }) => `${severity} ${factor}x ${longMinutes}/${shortMinutes}`,
  );

describe('the burn rates of the workbook', () => {
  it('over 30 days are those that it prints', () => {
    expect(told(30)).toEqual([
      'critical 14.4x 60/5',
      'critical 6x 360/30',
      'warning 3x 1440/120',
      'warning 1x 4320/360',
    ]);
  });

  it('over 90 days spend the same share of a larger budget in the same windows', () => {
    expect(told(90)).toEqual([
      'critical 43.2x 60/5',
      'critical 18x 360/30',
      'warning 9x 1440/120',
      'warning 3x 4320/360',
    ]);
  });

  it('are never below 1, which the promise allows', () => {
    expect(told(28).at(-1)).toBe('warning 1x 4320/360');
  });

  it('say nothing twice where a period is short', () => {
    expect(told(7)).toEqual(['critical 3.36x 60/5', 'critical 1.4x 360/30', 'warning 1x 1440/120']);
  });

  it('fall with the length of the window, over every period, and a critical one is above every warning', () => {
    for (let days = 7; days <= 90; days++) {
      const factors = burnRatesOver(days).map(({ factor }) => factor);
      expect(factors.toSorted((left, right) => right - left)).toEqual(factors);
      expect(new Set(factors).size).toBe(factors.length);
    }
  });
});
