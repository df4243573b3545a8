import { describe, expect, it } from 'vitest';
import { searchable } from '../../../shared/core/explain/searchable.ts';
import { anEvent } from '../../support/builders.ts';
import { events, sampleOf } from './tables.ts';

const namesOf = (...[window, before]: Parameters<typeof sampleOf>): string[] => {
  const sample = sampleOf(window, before);
  return searchable(sample.table, sample.reference)
    .map(({ name }) => name)
    .sort();
};
const banks = (count: number, bad: number, more: Readonly<Record<string, string>> = {}) => [
  ...events(count, bad, { bank: 'icbc', ...more }),
  ...events(count, bad, { bank: 'ccb', ...more }),
];

describe('the attributes that are searched', () => {
  it('are those with a choice of values: a value that all have tells nothing', () => {
    expect(namesOf(banks(20, 5, { app: 'wallet' }))).toEqual(['bank']);
  });

  it('are not those that only bad events have: they say how, not who', () => {
    const failed = [
      ...events(30, 30, { bank: 'icbc', reason: 'down' }),
      ...events(9, 9, { bank: 'ccb', reason: 'slow' }),
    ];
    expect(namesOf([...banks(40, 0), ...failed])).toEqual(['bank']);
  });

  it('are not those that good events have less than half as often as bad ones', () => {
    const withReason = (good: number) => [
      ...events(good, 0, { bank: 'icbc', reason: 'a' }),
      ...events(100 - good, 0, { bank: 'ccb' }),
      ...events(80, 80, { bank: 'icbc', reason: 'b' }),
      ...events(20, 20, { bank: 'ccb' }),
    ];
    expect(namesOf(withReason(39))).toEqual(['bank']);
    expect(namesOf(withReason(40))).toEqual(['bank', 'reason']);
  });

  it('are told from symptoms by the time before too: in a full outage no good event has the attribute', () => {
    const window = [...banks(20, 0), ...events(30, 30, { card: 'visa' }), ...events(9, 9, { card: 'jcb' })];
    expect(namesOf(window)).toEqual(['bank']);
    const before = [...events(300, 0, { card: 'visa', bank: 'icbc' }), ...events(100, 0, { bank: 'ccb' })];
    expect(namesOf(window, before)).toEqual(['bank', 'card']);
  });

  it('are not those with a value for more than every second event: they name events', () => {
    const orders = (count: number, distinct: number) =>
      Array.from({ length: count }, (_, index) => anEvent({ attributes: { order: `o${index % distinct}` } }));
    expect(namesOf(orders(100, 51))).toEqual([]);
    expect(namesOf(orders(100, 50))).toEqual(['order']);
  });
});
