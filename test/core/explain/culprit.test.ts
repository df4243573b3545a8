import { describe, expect, it } from 'vitest';
import { findCulprit, type SearchOptions } from '../../../shared/core/explain/culprit.ts';
import type { Explanation } from '../../../shared/core/explain/explanation.ts';
import { seededRandom } from '../../../cli/demo/random.ts';
import type { EventTable } from '../../../shared/core/explain/event-table.ts';
import { events, noReference, sampleOf } from './tables.ts';

type Events = ReturnType<typeof events>;
const find = (window: Events, before: Events = [], options: SearchOptions = {}): Explanation => {
  const sample = sampleOf(window, before);
  return findCulprit(sample.table, sample.reference, options);
};
const named = (explanation: Explanation): readonly (readonly string[])[] =>
  explanation.kind === 'unknown' ? [] : explanation.culprits.map(({ values }) => [...values].sort());

const banks = ['icbc', 'ccb', 'abc', 'boc', 'cmb'];
const methods = ['qr', 'card', 'balance'];
/** `each` payments of every bank and method, of which the rate says how many are bad. */
const traffic = (each: number, rate: (bank: string, method: string) => number): Events =>
  banks.flatMap((bank) =>
    methods.flatMap((method) => events(each, Math.round(each * rate(bank, method)), { bank, method })),
  );
const before = traffic(200, () => 0.02);

describe('the culprit', () => {
  it('is one value, with its counts and what it has beyond normal', () => {
    const window = traffic(100, (bank) => (bank === 'icbc' ? 0.5 : 0.02));
    expect(find(window, before)).toEqual({
      kind: 'named',
      culprits: [{ values: ['bank=icbc'], bad: 150, total: 300, excess: 144, score: expect.any(Number) }],
      bad: 174,
      total: 1_500,
      excess: 144,
      normal: 0.02,
    });
  });

  it('is a pair of values where neither alone tells it', () => {
    const window = traffic(100, (bank, method) => (bank === 'icbc' && method === 'qr' ? 0.6 : 0.02));
    expect(named(find(window, before))).toEqual([['bank=icbc', 'method=qr']]);
  });

  it('is the smallest explanation: a pair that holds no more than one of its values is not named', () => {
    const window = traffic(100, (bank, method) => (bank === 'icbc' ? (method === 'qr' ? 0.55 : 0.5) : 0.02));
    expect(named(find(window, before))).toEqual([['bank=icbc']]);
  });

  it('is not tied with itself made narrower, though nearly all of its events are of one method', () => {
    const window = [
      ...events(298, 149, { bank: 'icbc', method: 'qr' }),
      ...events(2, 1, { bank: 'icbc', method: 'card' }),
      ...['ccb', 'abc'].flatMap((bank) => methods.flatMap((method) => events(100, 2, { bank, method }))),
    ];
    expect(find(window, before)).toMatchObject({ kind: 'named', culprits: [{ values: ['bank=icbc'] }] });
  });

  it('is named once: the events that it explains are gone when a second is looked for', () => {
    const window = traffic(100, (bank, method) => (bank === 'icbc' && method === 'qr' ? 0.6 : 0.05));
    expect(
      named(
        find(
          window,
          traffic(200, () => 0.05),
        ),
      ),
    ).toEqual([['bank=icbc', 'method=qr']]);
  });

  it('is one value only where pairs are not asked for', () => {
    const window = traffic(100, (bank, method) => (bank === 'icbc' && method === 'qr' ? 0.6 : 0.02));
    expect(named(find(window, before, { pairs: false }))).toEqual([['bank=icbc']]);
  });

  it('is the source too', () => {
    const window = [...events(200, 80, {}, { source: 'ios' }), ...events(400, 8, {}, { source: 'android' })];
    const normal = [...events(800, 16, {}, { source: 'ios' }), ...events(800, 16, {}, { source: 'android' })];
    expect(named(find(window, normal))).toEqual([['source=ios']]);
  });

  it('is never "absent": that events lack an attribute names nobody', () => {
    const window = [...events(200, 100, {}), ...events(400, 8, { bank: 'icbc' }), ...events(400, 8, { bank: 'ccb' })];
    const normal = [...events(600, 12, {}), ...events(600, 12, { bank: 'icbc' }), ...events(600, 12, { bank: 'ccb' })];
    expect(find(window, normal)).toMatchObject({ kind: 'unknown' });
  });

  it('is not who always fails more often than others, when all fail more often', () => {
    const natural = (factor: number) => traffic(200, (bank) => factor * (bank === 'icbc' ? 0.1 : 0.02));
    expect(find(natural(3), natural(1))).toMatchObject({ kind: 'unknown' });
    // Without knowing so he would be.
    const sample = sampleOf(natural(3));
    expect(named(findCulprit(sample.table, { bad: 36, total: 1_800, attributes: new Map() }))).toEqual([['bank=icbc']]);
  });

  it('is a second one beside the first, if that holds a quarter of the excess', () => {
    const two = (rate: number) => (bank: string) => (bank === 'icbc' ? 0.5 : bank === 'boc' ? rate : 0.02);
    expect(named(find(traffic(100, two(0.3)), before))).toEqual([['bank=icbc'], ['bank=boc']]);
    expect(named(find(traffic(100, two(0.12)), before))).toEqual([['bank=icbc']]);
  });

  it('is two where neither holds half but both together hold most', () => {
    const window = traffic(100, (bank) => (bank === 'icbc' || bank === 'boc' ? 0.3 : 0.04));
    const explanation = find(window, before);
    expect(explanation.kind).toBe('named');
    expect(named(explanation).flat().sort()).toEqual(['bank=boc', 'bank=icbc']);
  });

  it('is of two halves the larger one first, though the smaller stands out more', () => {
    const window = [
      ...events(60, 48, { bank: 'icbc' }),
      ...events(600, 72, { bank: 'boc' }),
      ...events(1_200, 24, { bank: 'ccb' }),
      ...events(300, 6, { bank: 'abc' }),
    ];
    const normal = ['icbc', 'boc', 'ccb', 'abc'].flatMap((bank) => events(500, 10, { bank }));
    expect(named(find(window, normal))).toEqual([['bank=boc'], ['bank=icbc']]);
  });

  it('is two names for the same events, if the counts can not tell them apart', () => {
    const both = (each: number, bad: number, bank: string, psp: string) => events(each, bad, { bank, psp });
    const window = [
      ...both(200, 80, 'icbc', 'p1'),
      ...both(4, 1, 'icbc', 'p2'),
      ...both(4, 1, 'ccb', 'p1'),
      ...both(900, 18, 'ccb', 'p2'),
      ...both(900, 18, 'boc', 'p3'),
    ];
    const normal = [...both(600, 12, 'icbc', 'p1'), ...both(1_600, 32, 'ccb', 'p2'), ...both(600, 12, 'boc', 'p3')];
    const explanation = find(window, normal);
    expect(explanation.kind).toBe('tied');
    expect(named(explanation).flat().sort()).toEqual(['bank=icbc', 'psp=p1']);
  });
});

describe('nobody is named', () => {
  it.each<[string, () => Explanation, string]>([
    [
      'when hardly anything is bad',
      () =>
        find(
          traffic(10, (bank) => (bank === 'icbc' ? 0.1 : 0)),
          before,
        ),
      'only 3 bad events',
    ],
    [
      'when all fail alike',
      () =>
        find(
          traffic(100, () => 0.2),
          before,
        ),
      'the bad events are spread over all values as they were before',
    ],
    [
      'when no more fail than before',
      () =>
        find(
          traffic(100, (bank) => (bank === 'icbc' ? 0.06 : 0)),
          before,
        ),
      'no more events are bad than before the incident',
    ],
    [
      'when the events say nothing of themselves',
      () => find(events(100, 50, {}), []),
      'the events have no attributes to tell them apart by',
    ],
    [
      'when who stands out holds less than half of the excess',
      () =>
        find(
          traffic(100, (bank, method) => (bank === 'icbc' && method === 'qr' ? 0.8 : 0.15)),
          before,
        ),
      'no value, nor pair of values, holds most of the excess',
    ],
  ])('%s', (_sentence, explanation, reason) => {
    expect(explanation()).toEqual({ kind: 'unknown', reason });
  });
});

describe('without a time before to compare with', () => {
  const window = (rate: number) => traffic(100, (bank) => (bank === 'icbc' ? rate : 0.02));

  it('it must hold seven of ten bad events', () => {
    const explanation = find(window(0.5));
    expect(explanation).toMatchObject({
      kind: 'named',
      culprits: [{ values: ['bank=icbc'], bad: 150, excess: 144 }],
      excess: 144,
    });
    expect(explanation).not.toHaveProperty('normal');
    expect(find(window(0.15))).toMatchObject({ kind: 'unknown' });
  });

  it('fewer than 1 000 events are none', () => {
    const few = sampleOf(
      window(0.15),
      traffic(66, () => 0.02),
    );
    expect(findCulprit(few.table, few.reference)).toMatchObject({ kind: 'unknown' });
    const enough = sampleOf(
      window(0.15),
      traffic(67, () => 0.02),
    );
    expect(findCulprit(enough.table, enough.reference)).toMatchObject({ kind: 'named' });
  });
});

it('100 000 events of eight attributes, one of them with 2 000 values, take well below a second', () => {
  const random = seededRandom(1);
  const rows = 100_000;
  const table: EventTable = {
    rows,
    bad: Uint8Array.from({ length: rows }, () => (random.chance(0.05) ? 1 : 0)),
    attributes: [3, 5, 8, 15, 30, 2000, 40, 12].map((size) => ({
      name: `a${size}`,
      values: Array.from({ length: size }, (_, code) => `v${code}`),
      codes: Uint32Array.from({ length: rows }, () => 1 + random.integer(size)),
    })),
  };
  const began = performance.now();
  expect(findCulprit(table, noReference).kind).toBe('unknown');
  // Ten times what it takes, for a machine that does something else besides.
  expect(performance.now() - began).toBeLessThan(3_000);
});
