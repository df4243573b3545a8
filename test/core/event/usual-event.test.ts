import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { eventBySchema } from '../../../shared/core/event/event-by-schema.ts';
import { usualEvent } from '../../../shared/core/event/usual-event.ts';
import { rawEvents } from '../../support/arbitraries.ts';
import { aRawEvent } from '../../support/builders.ts';

/** The forms that producers write times in, each a digit or a letter away from one that is none. */
const times = fc
  .tuple(
    fc.constantFrom(
      '2026-03-02T09:00:30.250Z',
      '2026-03-02T09:00:59.999Z',
      '2026-03-02T09:01:00.000Z',
      '2026-03-02T09:00:30Z',
      '2026-03-02T09:00:30.25Z',
      '2026-03-02T09:00:30.2509Z',
      '2026-03-02T17:00:30.250+08:00',
      '2024-02-29T00:00:00.000Z',
    ),
    fc.nat(28),
    fc.constantFrom(undefined, '', '0', '5', '6', '9', 'Z', 'z', ' ', '.', ':', '-', 'T'),
  )
  .map(([time, at, instead]) => (instead === undefined ? time : time.slice(0, at) + instead + time.slice(at + 1)));

/** As JSON gives them: what comes is never without a prototype. */
const withTimes = fc.tuple(rawEvents, fc.option(times)).map(([raw, time]): unknown => {
  const takesTime = time !== null && typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  return JSON.parse(JSON.stringify(takesTime ? { ...raw, time } : raw));
});

/** What it takes must be what the schema takes, to the same event, whatever it remembers of those before. */
const agrees = (raw: unknown): void => {
  const event = usualEvent(raw);
  if (event !== undefined) expect(event).toStrictEqual(eventBySchema(raw));
};

describe('the fast path of an event', () => {
  it('says nothing of an event without an id or a time', () => {
    const { id, time } = aRawEvent();
    expect([usualEvent({ id }), usualEvent({ time }), usualEvent({})]).toEqual([undefined, undefined, undefined]);
  });

  it('takes nothing that the schema refuses, and nothing as another event', () => {
    fc.assert(
      fc.property(fc.array(withTimes, { minLength: 1, maxLength: 8 }), (all) => all.forEach(agrees)),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['a payment', {}],
    ['fraud', { fraud: true }],
    ['a type of its own', { type: 'chargeback' }],
    ['a time in milliseconds', { time: 1_772_442_000_000 }],
    ['a time to the second', { time: '2026-03-02T09:00:00Z' }],
    ['a time with an offset', { time: '2026-03-02T17:00:00.000+08:00' }],
    ['attributes of each kind, in Chinese too', { attributes: { bank: '工商银行', share: 0.5, new: true } }],
    ['no attributes', { attributes: {} }],
  ])('takes %s, so that it is one', (_sentence, fields) => {
    const raw = aRawEvent(fields);
    expect(usualEvent(raw)).toStrictEqual(eventBySchema(raw));
    expect(usualEvent(raw)).toBeDefined();
  });

  it.each(['source', 'type', 'currency'])(
    'says nothing of a %s that is undefined, before it remembers one',
    async (field) => {
      vi.resetModules();
      const fresh = await import('../../../shared/core/event/usual-event.ts');
      const { id, time } = aRawEvent();
      expect(fresh.usualEvent({ id, time, [field]: undefined })).toBeUndefined();
      expect(fresh.usualEvent({ id, time })).toBeDefined();
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['the time that stands for none here', { time: -1 }],
    ['an id of nothing', { id: '' }],
    ['a key that is not known', { latencyMS: 1 }],
    ['an own key __proto__', JSON.parse('{"__proto__": 1}') as Record<string, unknown>],
    ['a known key that says undefined', { fraud: undefined }],
    ['an attribute named __proto__', { attributes: JSON.parse('{"__proto__": "x"}') }],
    ['a number that JSON reads as infinite', { attributes: { share: JSON.parse('1e999') } }],
    ['an attribute with half a surrogate pair', { attributes: { bank: '\ud83d' } }],
    ['an attribute that is too long', { attributes: { bank: '银'.repeat(43) } }],
    [
      'too many attributes',
      { attributes: Object.fromEntries(Array.from({ length: 17 }, (_, place) => [`a${place}`, 1])) },
    ],
    ['a second that no minute has', { time: '2026-03-02T09:00:60.000Z' }],
    ['a month that no year has', { time: '2026-13-02T09:00:00.000Z' }],
    ['a latency that is too long', { latencyMs: 600_001 }],
    ['an amount with a fraction', { amount: 0.5 }],
  ])('says nothing of %s, after as many as you like without', (_sentence, fields) => {
    expect(usualEvent(aRawEvent())).toBeDefined();
    const own = Object.getOwnPropertyDescriptors(fields);
    expect(usualEvent(Object.defineProperties(aRawEvent(), own))).toBeUndefined();
  });
});
