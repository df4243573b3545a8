import { describe, expect, it } from 'vitest';
import { type Answer, attributes, expectSame } from '../../bench/evaluate/answer.ts';
import { evaluateColumns, evaluateStored } from '../../bench/evaluate/parapet.ts';
import { batchesByMinute, FROM, type MinuteOfBatches, type Traffic } from '../../bench/evaluate/payments.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes } from '../../shared/core/units.ts';

/** Of `npm run bench -- evaluate` what can be counted, on a fiftieth of its events. Times are not: none is looked at. */
const traffic: Traffic = { minutes: 4, batchesPerMinute: 10, eventsPerBatch: 500, copiesPerBatch: 5 };
const now = addMinutes(FROM, traffic.minutes);
const all = [...batchesByMinute(traffic)];
const segments = all.flatMap(({ batches }) => batches.flatMap((batch) => encodeBatch(batch).segments));
const columns = Map.groupBy(segments.map(decodeSegment), ({ minute }) => minute);

/** With a map for each question, and one of the events that were seen. */
const counted = (minutes: readonly MinuteOfBatches[]): Answer => {
  const distinct = new Map<string, PaymentEvent>();
  const counts = new Map<string, [number, number]>();
  for (const { minute, batches } of minutes) {
    for (const event of batches.flat()) {
      const identity = `${minute} ${event.source} ${event.id}`;
      if (distinct.has(identity)) continue;
      distinct.set(identity, event);
      const isBad = event.outcome === 'failed' || event.outcome === 'timeout';
      for (const group of ['', ...attributes.map((name) => `${name}=${String(event.attributes[name])}`)]) {
        const [bad, total] = counts.get(`${minute} ${group}`) ?? [0, 0];
        counts.set(`${minute} ${group}`, [bad + (isBad ? 1 : 0), total + 1]);
      }
    }
  }
  const latencies = [...distinct.values()].flatMap(({ latencyMs }) => latencyMs ?? []).sort((a, b) => a - b);
  return { events: distinct.size, counts, p95: latencies[Math.ceil(0.95 * latencies.length) - 1] ?? Number.NaN };
};

describe('a tick over raw segments', () => {
  const expected = counted(all);

  it('is given 20,000 events in 40 segments, 200 of them copies of events in others', () => {
    expect(all.flatMap(({ batches }) => batches.flat())).toHaveLength(20_000);
    expect(segments).toHaveLength(40);
    expect(expected.events).toBe(19_800);
    // Else ingest would have dropped them.
    for (const batch of all.flatMap(({ batches }) => batches))
      expect(new Set(batch.map(({ id }) => id)).size).toBe(batch.length);
    // Of the whole, 3 methods, 6 banks, 7 merchants and 4 regions in each of four minutes.
    expect(expected.counts.size).toBe(4 * 21);
  });

  it('counts what maps count, from stored bytes and from columns in memory', async () => {
    const stored = await evaluateStored(segments, now);
    const [fromBytes, fromColumns] = [await stored(), evaluateColumns(columns, now)];
    expectSame('from bytes', fromBytes.answer, expected);
    expectSame('from columns', fromColumns.answer, expected);
    expect(fromColumns.verdicts).toEqual(fromBytes.verdicts);
  });

  it('comes to verdicts: the bank that fails is broken, the others are not, and nothing is slower than itself', () => {
    const { verdicts } = evaluateColumns(columns, now);
    const kindOf = (group: string): string | undefined => verdicts.get(group)?.verdict.kind;
    expect(['bank=icbc', 'bank=ccb', 'bank=abc'].map(kindOf)).toEqual(['breach', 'clear', 'clear']);
    expect(kindOf('payment-latency ')).toBe('clear');
    expect(verdicts.size).toBe(22);
  });
});

describe('answers of two ways', () => {
  const answer: Answer = { events: 2, counts: new Map([['7 bank=icbc', [1, 2]]]), p95: 100 };

  it('are the same in whatever order, with quantiles within 1 %', () => {
    const two: Answer['counts'] = new Map([
      ['7 ', [1, 2]],
      ['7 bank=icbc', [1, 2]],
    ]);
    const reversed: Answer['counts'] = new Map([...two].toReversed());
    expect(() => {
      expectSame('a', { ...answer, counts: reversed, p95: 100.9 }, { ...answer, counts: two });
    }).not.toThrow();
  });

  it.each<[string, Partial<Answer>]>([
    ['events', { events: 3 }],
    ['a count', { counts: new Map([['7 bank=icbc', [0, 2]]]) }],
    ['a group', { counts: new Map([['7 bank=ccb', [1, 2]]]) }],
    ['the quantile', { p95: 98 }],
    ['a quantile that is none', { p95: Number.NaN }],
  ])('are not where they differ in %s', (_sentence, change) => {
    expect(() => {
      expectSame('a', { ...answer, ...change }, answer);
    }).toThrow('a: expected 2 events');
  });
});
