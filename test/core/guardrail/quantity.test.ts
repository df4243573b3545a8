import { describe, expect, it } from 'vitest';
import { parseDuration, parsePercent } from '../../../shared/core/guardrail/quantity.ts';

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
    ['0ms', undefined],
    ['800', undefined],
    ['800 MS', undefined],
    ['-1s', undefined],
    ['1h', undefined],
    ['1s500ms', undefined],
    ['', undefined],
  ])('"%s" is %s ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});
