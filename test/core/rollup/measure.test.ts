import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import { addMs, minutes } from '../../../shared/core/units.ts';
import {
  aGuardrail,
  aLatencyGuardrail,
  anEvent,
  aVolumeGuardrail,
  aWeightedGuardrail,
  NOW,
} from '../../support/builders.ts';
import { amountsText, counted, distinctText, type Judge, measured, segments, valueText, weighed } from './counting.ts';

const failed: Judge = ({ type, outcome }) =>
  type === 'payment' ? outcome === 'failed' || outcome === 'timeout' : undefined;
const slower =
  (limitMs: number): Judge =>
  ({ type, outcome, latencyMs }) => {
    if (type !== 'payment') return undefined;
    if (latencyMs === undefined) return outcome === 'timeout' ? true : undefined;
    return latencyMs > limitMs;
  };
const any: Judge = ({ type }) => (type === 'payment' ? false : undefined);
const inYuan: Judge = (event) => (event.currency === 'CNY' ? failed(event) : undefined);

describe('counting a guardrail', () => {
  it('of a rate finds what a loop over all events finds, for the whole and for each group', () => {
    const guardrail = aGuardrail({ bad: { outcome: ['failed', 'timeout'] }, by: ['bank', 'source'] });
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(measured(guardrail, lists)).toEqual(counted([failed], ['bank', 'source'], all));
      }),
      { numRuns: 300 },
    );
  });

  it('of latency finds what a loop over all events finds, for each limit', () => {
    const guardrail = aLatencyGuardrail({ warning: { above: '800ms' }, critical: { above: '2s' }, by: ['bank'] });
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(measured(guardrail, lists)).toEqual(counted([slower(2000), slower(800)], ['bank'], all));
      }),
      { numRuns: 300 },
    );
  });

  it('of volume finds what a loop over all events finds, and nothing bad', () => {
    const guardrail = aVolumeGuardrail({ by: ['bank', 'source'] });
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(measured(guardrail, lists)).toEqual(counted([any], ['bank', 'source'], all));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a rate', aGuardrail({ countBy: 'order', by: ['bank', 'source'] }), [failed]],
    [
      'latency',
      aLatencyGuardrail({
        warning: { above: '800ms' },
        critical: { above: '2s' },
        countBy: 'order',
        by: ['bank', 'source'],
      }),
      [slower(2000), slower(800)],
    ],
    ['volume', aVolumeGuardrail({ countBy: 'order', by: ['bank', 'source'] }), [any]],
  ])('of %s by distinct values finds what a loop over all events finds', (_sentence, guardrail, judges) => {
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(measured(guardrail, lists)).toEqual(counted(judges, ['bank', 'source'], all, distinctText));
      }),
      { numRuns: 300 },
    );
  });

  it('of value finds what a loop over all events finds: the events of the currency, and their amounts to the unit', () => {
    const guardrail = aWeightedGuardrail({ by: ['bank', 'source'] });
    fc.assert(
      fc.property(segments, ({ all, lists }) => {
        expect(measured(guardrail, lists)).toEqual(counted([inYuan], ['bank', 'source'], all));
        expect(weighed(guardrail, lists)).toEqual(counted([inYuan], ['bank', 'source'], all, amountsText));
      }),
      { numRuns: 300 },
    );
  });
});

describe('distinct values', () => {
  const rule = aGuardrail({ countBy: 'order', by: ['bank'] });
  const aTry = (order: string | number | undefined, outcome: 'failed' | 'succeeded', bank = 'icbc'): PaymentEvent =>
    anEvent({ outcome, attributes: { bank, ...(order === undefined ? undefined : { order }) } });

  it.each<[string, readonly (readonly PaymentEvent[])[], string, string]>([
    ['are one for five tries of one payment', [Array.from({ length: 5 }, () => aTry('a', 'failed'))], '1/1', '1/1'],
    ['are one for tries in different segments', [[aTry('a', 'failed')], [aTry('a', 'failed')]], '1/1', '1/1'],
    [
      'are bad when any try is, though a later one went well',
      [[aTry('a', 'failed')], [aTry('a', 'succeeded')]],
      '1/1',
      '1/1',
    ],
    [
      'are bad when any try is, though an earlier one went well',
      [[aTry('a', 'succeeded')], [aTry('a', 'failed')]],
      '1/1',
      '1/1',
    ],
    [
      'are counted in each group that one was tried with',
      [[aTry('a', 'failed'), aTry('a', 'succeeded', 'ccb')]],
      '1/1',
      '1/1',
    ],
    [
      'are bad only in the group where one failed',
      [[aTry('a', 'succeeded'), aTry('a', 'failed', 'ccb')]],
      '1/1',
      '0/1',
    ],
    [
      'are one for each event without the attribute',
      [[aTry(undefined, 'failed'), aTry(undefined, 'failed')]],
      '2/2',
      '2/2',
    ],
    ['are one for each event where it is empty', [[aTry('', 'failed'), aTry('', 'succeeded')]], '1/2', '1/2'],
    ['are the same as a number and as text, as groups are', [[aTry(7, 'failed')], [aTry('7', 'failed')]], '1/1', '1/1'],
  ])('%s', (_sentence, lists, whole, group) => {
    const counts = measured(rule, lists);
    expect([counts['']?.[0]?.at(-1), counts['bank=icbc']?.[0]?.at(-1)]).toEqual([whole, group]);
  });

  it('are told apart by minute: a try a minute later counts again', () => {
    const later = aTry('a', 'failed');
    const before = { ...aTry('a', 'failed'), time: addMs(NOW, minutes(-1)) };
    expect(measured(rule, [[before], [later]])['']).toEqual([['0/0', '1/1', '1/1']]);
  });

  it('may be those of a field', () => {
    const sources = ['till', 'till', 'wallet'].map((source) => anEvent({ source, outcome: 'failed' }));
    expect(measured(aGuardrail({ countBy: 'source' }), [sources])['']?.[0]?.at(-1)).toBe('2/2');
  });
});

describe('value', () => {
  it('is not there for a guardrail that counts events', () => {
    expect(weighed(aGuardrail({ by: ['bank'] }), [[anEvent()]])['bank=icbc']?.[0]).toEqual(Array(3).fill('no value'));
  });

  it('is counted once for an event that comes twice', () => {
    const event = anEvent({ outcome: 'failed', amount: 300 });
    expect(weighed(aWeightedGuardrail(), [[event], [event, anEvent({ amount: 700 })]])['']?.[0]?.at(-1)).toBe(
      valueText(300, 1000, 90_000, 580_000, 300),
    );
  });

  it('is none where no event of the segment has an amount', () => {
    const { amount: _, currency: __, ...bare } = anEvent({ outcome: 'failed' });
    expect(measured(aWeightedGuardrail(), [[bare]])['']?.[0]?.at(-1)).toBe('0/0');
  });
});

describe('an event', () => {
  const bare = { id: 'a', source: '', time: NOW, type: 'payment', attributes: {} } as const;

  it.each<[string, Partial<PaymentEvent>, string]>([
    ['slower than the limit is bad', { latencyMs: 800.5 }, '1/1'],
    ['as slow as the limit is not', { latencyMs: 800 }, '0/1'],
    ['that timed out without a latency is bad', { outcome: 'timeout' }, '1/1'],
    ['that timed out with a latency below the limit is not', { outcome: 'timeout', latencyMs: 5 }, '0/1'],
    ['without a latency is not counted', { outcome: 'succeeded' }, '0/0'],
    ['that failed without a latency is not counted', { outcome: 'failed' }, '0/0'],
    ['of another type is not counted', { type: 'refund', latencyMs: 900 }, '0/0'],
  ])('%s', (_sentence, overrides, expected) => {
    expect(measured(aLatencyGuardrail(), [[{ ...bare, ...overrides }]])['']?.[0]?.at(-1)).toBe(expected);
  });

  it('that comes twice counts once', () => {
    const event = anEvent({ outcome: 'failed' });
    expect(measured(aGuardrail(), [[event], [event, anEvent()]])['']).toEqual([['0/0', '0/0', '1/2']]);
  });

  it('without the attribute is counted in the whole and in no group', () => {
    expect(measured(aGuardrail({ by: ['bank'] }), [[anEvent({ attributes: {} })]])).toEqual({
      '': [['0/0', '0/0', '0/1']],
    });
  });

  it('is counted in a group for each attribute, an empty value among them', () => {
    const event = anEvent({ attributes: { bank: '', method: 'qr' }, outcome: 'failed' });
    expect(Object.keys(measured(aGuardrail({ by: ['bank', 'method', 'outcome'] }), [[event]]))).toEqual([
      '',
      'bank=',
      'method=qr',
      'outcome=failed',
    ]);
  });
});

describe('a guardrail without events', () => {
  it('has the counts of its whole, all of them 0', () => {
    expect(measured(aGuardrail({ by: ['bank'] }), [])).toEqual({ '': [['0/0', '0/0', '0/0']] });
  });
});
