import { describe, expect, it } from 'vitest';
import { parseDuration, parseFrequency, parsePercent } from '../../../shared/core/guardrail/quantity.ts';

describe('a percentage', () => {
  it.each([
    ['3%', 0.03],
    ['0.25 %', 0.0025],
    ['99.5%', 0.995],
    ['0%', undefined],
    ['100%', undefined],
    ['3', undefined],
    ['-3%', undefined],
    ['1e1%', undefined],
    ['.5%', undefined],
    ['3%%', undefined],
    [' 3%', undefined],
    ['', undefined],
  ])('"%s" is %s', (text, expected) => {
    expect(parsePercent(text)).toBe(expected);
  });
});

describe('a duration', () => {
  it.each([
    ['800ms', 800],
    ['1.5s', 1500],
    ['2 m', 120_000],
    ['4h', 14_400_000],
    ['1.5 d', 129_600_000],
    ['0m', 0],
    ['800', undefined],
    ['800 MS', undefined],
    ['-1s', undefined],
    ['1w', undefined],
    [`${'9'.repeat(400)}s`, undefined],
    ['1s500ms', undefined],
    ['', undefined],
  ])('"%s" is %s ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});

describe('events in a time', () => {
  it.each([
    ['20/min', 20],
    ['0.5 / min', 0.5],
    ['2/s', 120],
    ['7/s', 420],
    ['90/h', 1.5],
    ['100/h', 100 / 60],
    ['0/min', undefined],
    ['20', undefined],
    ['20/m', undefined],
    ['20/d', undefined],
    ['-1/min', undefined],
    ['20/min/s', undefined],
    [`${'9'.repeat(400)}/min`, undefined],
    ['', undefined],
  ])('"%s" is %s a minute', (text, expected) => {
    expect(parseFrequency(text)).toBe(expected);
  });
});
