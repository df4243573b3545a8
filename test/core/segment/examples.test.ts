import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomes, type PaymentEvent } from '../../../shared/core/event/event.ts';
import { encodeColumns } from '../../../shared/core/segment/encode-columns.ts';
import { chooseExamples } from '../../../shared/core/segment/examples.ts';
import { distinctEvents } from '../../support/arbitraries.ts';
import { anEvent, NOW } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';

const idsOf = (events: readonly PaymentEvent[]): string[] => chooseExamples(events).map(({ id }) => id);
/** Without a latency, so that none is among the slowest. */
const quick = (id: string, overrides: Partial<PaymentEvent> = {}): PaymentEvent => {
  const { latencyMs: _, ...event } = anEvent({ id, ...overrides });
  return event;
};
const many = (outcome: NonNullable<PaymentEvent['outcome']>, count: number) =>
  Array.from({ length: count }, (_, index) => quick(`${outcome}_${index}`, { outcome }));

describe('the examples of a segment', () => {
  it.each<[string, readonly PaymentEvent[], readonly string[]]>([
    ['are none where all went well', many('succeeded', 5), []],
    ['are the first two of an outcome', many('failed', 5), ['failed_0', 'failed_1']],
    [
      'are of every outcome but success',
      [...many('failed', 1), ...many('succeeded', 1), ...many('timeout', 1), ...many('pending', 1)],
      ['failed_0', 'timeout_0', 'pending_0'],
    ],
    ['are fraud, whatever the outcome', [quick('a'), quick('b', { fraud: true }), quick('c', { fraud: false })], ['b']],
    [
      'are the two slowest',
      [100, 900, 50, 700, 800].map((latencyMs) => anEvent({ id: `after_${latencyMs}`, latencyMs })),
      ['after_900', 'after_800'],
    ],
    ['of two that are as slow are the first', ['a', 'b', 'c'].map((id) => anEvent({ id, latencyMs: 5 })), ['a', 'b']],
  ])('%s', (_sentence, events, expected) => {
    expect(idsOf(events)).toEqual(expected);
  });

  it('are eight at most: one of each kind before a second of any', () => {
    const endings = (['pending', 'cancelled', 'declined', 'timeout', 'failed'] as const).flatMap((each) =>
      many(each, 9),
    );
    const slow = [anEvent({ id: 'slow', latencyMs: 5_000 }), anEvent({ id: 'less_slow', latencyMs: 4_000 })];
    const fraud = [quick('fraud_0', { fraud: true }), quick('fraud_1', { fraud: true })];
    const expected = ['slow', 'fraud_0', 'pending_0', 'cancelled_0', 'declined_0', 'timeout_0', 'failed_0', 'failed_1'];
    expect(idsOf([...slow, ...fraud, ...endings]).sort()).toEqual(expected.sort());
  });

  it('name one event once, though it is failed, fraudulent and slow', () => {
    expect(idsOf([anEvent({ id: 'a', outcome: 'failed', fraud: true, latencyMs: 9_000 })])).toEqual(['a']);
  });

  it('say the row of the event, and are the same in whatever order the events came', () => {
    fc.assert(
      fc.property(distinctEvents({ minLength: 1, maxLength: 20 }), (events) => {
        const columns = columnsOf(events);
        expect(columnsOf(events.toReversed()).examples).toEqual(columns.examples);
        for (const { row, id } of columns.examples)
          expect(events.some((event) => event.id === id && event.time === NOW + (columns.offsetMs[row] ?? -1))).toBe(
            true,
          );
      }),
    );
  });

  it('take at most half a byte an event in a batch of 500 with ids of 20 random characters', () => {
    const id = (index: number): string => createHash('sha256').update(String(index)).digest('base64url').slice(0, 20);
    const columns = columnsOf(
      Array.from({ length: 500 }, (_, index) =>
        anEvent({ id: id(index), outcome: outcomes[index % outcomes.length] ?? 'failed', fraud: index % 9 === 0 }),
      ),
    );
    expect(columns.examples).toHaveLength(8);
    const [withThem, without] = [columns, { ...columns, examples: [] }].map((each) => encodeColumns(each).data.length);
    expect(((withThem ?? Infinity) - (without ?? 0)) / 500).toBeLessThan(0.5);
  });
});
