import { describe, expect, it } from 'vitest';
import { type Parsed, parseEvent } from '../../../shared/core/event/parse.ts';
import { type EpochMs, epochMs } from '../../../shared/core/units.ts';
import { aRawEvent, NOW } from '../../support/builders.ts';

const parse = (overrides: Record<string, unknown>, now: EpochMs = NOW): Parsed =>
  parseEvent(aRawEvent({ id: 'pay_1', ...overrides }), 3, now);
const timeOf = (time: unknown, now: EpochMs = NOW): number | string => {
  const parsed = parse({ time }, now);
  return parsed.ok ? parsed.event.time : parsed.rejection.code;
};
const at = (text: string): EpochMs => epochMs(Date.parse(text));

describe('an event', () => {
  it('keeps every field that it came with', () => {
    const raw = {
      id: 'pay_1',
      source: 'wallet',
      time: NOW,
      type: 'payment',
      outcome: 'failed',
      fraud: true,
      latencyMs: 12.5,
      amount: 4200,
      currency: 'CNY',
      attributes: { bank: 'icbc', constructor: 'x', attempts: 2, retry: false },
    };
    expect(parseEvent(raw, 0, NOW)).toEqual({ ok: true, event: raw });
  });

  it('is of type payment and of no source where it says nothing, and has no key that it came without', () => {
    expect(parseEvent({ id: 'pay_1', time: NOW, outcome: 'failed' }, 0, NOW)).toEqual({
      ok: true,
      event: { id: 'pay_1', source: '', time: NOW, type: 'payment', outcome: 'failed', attributes: {} },
    });
  });
});

describe('the time of an event', () => {
  it.each([
    ['in UTC', '2026-03-02T08:59:59.123Z', '2026-03-02T08:59:59.123Z'],
    ['without a fraction', '2026-03-02T08:59:59Z', '2026-03-02T08:59:59.000Z'],
    ['in Shanghai', '2026-03-02T16:59:59.5+08:00', '2026-03-02T08:59:59.500Z'],
    ['in New York, on the day before', '2026-03-01T23:30:00-05:00', '2026-03-02T04:30:00.000Z'],
    ['in Kathmandu', '2026-03-02T14:30:00+05:45', '2026-03-02T08:45:00.000Z'],
    ['in microseconds, cut to milliseconds', '2026-03-02T08:59:59.123999Z', '2026-03-02T08:59:59.123Z'],
    [
      'in nanoseconds, cut and not rounded into the next minute',
      '2026-03-02T08:59:59.999999999Z',
      '2026-03-02T08:59:59.999Z',
    ],
  ])('%s: %s is %s', (_sentence, text, expected) => {
    expect(timeOf(text)).toBe(at(expected));
  });

  it('may be whole milliseconds since 1970', () => {
    expect(timeOf(NOW - 1)).toBe(NOW - 1);
  });

  it('may be a leap day in a year that has one, and in no other', () => {
    expect(timeOf('2028-02-29T12:00:00Z', at('2028-02-29T12:00:00Z'))).toBe(at('2028-02-29T12:00:00Z'));
    expect(timeOf('2026-02-29T12:00:00Z', at('2026-03-01T12:00:00Z'))).toBe('invalid_field');
  });

  it.each([
    ['no offset', '2026-03-02T09:00:00'],
    ['an offset without a colon', '2026-03-02T09:00:00+0800'],
    ['an offset of a whole day', '2026-03-02T09:00:00+24:00'],
    ['a space for the T', '2026-03-02 09:00:00Z'],
    ['a date alone', '2026-03-02'],
    ['hour 24', '2026-03-02T24:00:00Z'],
    ['a leap second', '2026-03-02T08:59:60Z'],
    ['month 13', '2026-13-02T09:00:00Z'],
    ['the 31st of a month of 30 days', '2026-04-31T09:00:00Z'],
    ['words that Date.parse would take', 'March 2, 2026 09:00'],
    ['a number as text', String(NOW)],
    ['milliseconds with a fraction', NOW + 0.5],
    ['a number beyond 2^53', 2 ** 53],
    ['null', null],
  ])('is refused with %s', (_sentence, time) => {
    expect(timeOf(time)).toBe('invalid_field');
  });
});

describe('an event is taken from 3 days ago to 5 minutes ahead of the server', () => {
  const oldest = NOW - 3 * 86_400_000;
  const newest = NOW + 5 * 60_000;

  it.each([
    ['exactly 3 days ago', oldest, oldest],
    ['a millisecond before that', oldest - 1, 'time_out_of_range'],
    ['exactly 5 minutes ahead', newest, newest],
    ['a millisecond after that', newest + 1, 'time_out_of_range'],
    ['5 minutes ahead, cut from a fraction', new Date(newest).toISOString().replace('.000Z', '.000999Z'), newest],
    ['at the beginning of 1970', -0, 'time_out_of_range'],
    ['before 1970', -1, 'time_out_of_range'],
    ['in the year 9999', '9999-12-31T23:59:59Z', 'time_out_of_range'],
  ])('%s', (_sentence, time, expected) => {
    expect(timeOf(time)).toBe(expected);
  });

  const accepted = 'time: expected from 3 days ago to 5 minutes ahead of the server, got one ';
  it.each([
    ['by how much it is late', NOW - 4 * 86_400_000, '4.0 days ago'],
    ['by how much it is early', NOW + 60 * 60_000, '60 minutes ahead'],
    ['that it looks like seconds', NOW / 1000, '20493.9 days ago (is it in seconds? milliseconds are expected)'],
    ['nothing of seconds where it is a small number', 999_999_999, '20502.8 days ago'],
    ['nothing of seconds where it looks like microseconds', NOW * 1000, '20493860.6 days ahead'],
  ])('and hears %s', (_sentence, time, got) => {
    expect(parse({ time })).toEqual({
      ok: false,
      rejection: { index: 3, id: 'pay_1', code: 'time_out_of_range', message: accepted + got },
    });
  });
});

describe('of fields that need each other', () => {
  const noOutcome = 'outcome: expected on every event of type payment, got nothing';
  const halfAmount = 'amount and currency: expected both or neither, got one';

  it.each([
    ['a payment needs an outcome', { outcome: undefined }, noOutcome],
    ['a payment by name needs an outcome', { outcome: undefined, type: 'payment' }, noOutcome],
    ['an amount needs a currency', { currency: undefined }, halfAmount],
    ['a currency needs an amount', { amount: undefined }, halfAmount],
    ['nothing at all needs a currency too', { amount: 0, currency: undefined }, halfAmount],
  ])('%s', (_sentence, overrides, message) => {
    expect(parse(overrides)).toEqual({
      ok: false,
      rejection: { index: 3, id: 'pay_1', code: 'missing_field', message },
    });
  });

  it.each([
    ['another type needs no outcome', { outcome: undefined, type: 'chargeback' }],
    ['an event needs neither amount nor currency', { amount: undefined, currency: undefined }],
  ])('%s', (_sentence, overrides) => {
    expect(parse(overrides)).toMatchObject({ ok: true });
  });
});

describe('an event that holds a card number', () => {
  const pan = '4111111111111111';
  const refusedAt = (place: string, id?: string) => ({
    ok: false,
    rejection: {
      index: 3,
      ...(id === undefined ? undefined : { id }),
      code: 'card_number',
      message: `${place}: expected no card number, got digits that read as one; send a token, or the last four digits`,
    },
  });

  it.each([
    ['its source', { source: `till:${pan}` }, 'source'],
    ['its type', { type: `refund-${pan}` }, 'type'],
    ['its amount', { amount: Number(pan) }, 'amount'],
    ['an attribute', { attributes: { bank: 'icbc', pan } }, 'attributes.pan'],
    ['an attribute in groups', { attributes: { note: 'card 4111 1111 1111 1111 declined' } }, 'attributes.note'],
    ['an attribute that is a number', { attributes: { pan: Number(pan) } }, 'attributes.pan'],
    ['the name of an attribute', { attributes: { [`card_${pan}`]: true } }, 'the name of an attribute'],
    ['an attribute under a name of many digits', { attributes: { 'p-1772442000000-1': pan } }, 'attributes.p-[digits]'],
  ])('in %s is refused with the name of the place', (_sentence, overrides, place) => {
    expect(parse(overrides)).toEqual(refusedAt(place, 'pay_1'));
  });

  it('in its id is refused without it, and is not named by it when it is refused for something else', () => {
    expect(parse({ id: pan })).toEqual(refusedAt('id'));
    expect(parse({ id: `pay:${pan}` })).toEqual(refusedAt('id'));
    expect(parse({ id: pan, latencyMs: -1 })).toMatchObject({ ok: false, rejection: { code: 'invalid_field' } });
    expect(parse({ id: pan, latencyMs: -1 })).not.toHaveProperty('rejection.id');
    expect(parse({ id: pan, time: 5 })).not.toHaveProperty('rejection.id');
  });

  it.each([
    ['a time in milliseconds and one in seconds', { attributes: { at: NOW, until: NOW / 1000 } }],
    ['a large amount in rupiah, though its 13 digits would be a card number', { amount: 4_222_222_222_222 }],
    ['a long id that nobody issues cards under', { id: '1795305600123456789' }],
    ['the last four digits', { attributes: { last4: '1111', card: '411111******1111' } }],
  ])('has nothing to do with %s', (_sentence, overrides) => {
    expect(parse(overrides)).toMatchObject({ ok: true });
  });
});
