import { describe, expect, it } from 'vitest';
import { type ReadBatch, readBatch } from '../../../shared/core/event/batch.ts';
import { contentOf } from '../../../shared/core/event/event-bridge.ts';
import { NOW } from '../../support/builders.ts';

/** As a rule sends it to a queue. */
const anEnvelope = (detail: unknown, overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'Payment Completed',
  source: 'com.acme.checkout',
  account: '111122223333',
  time: '2026-03-02T08:59:58Z',
  region: 'us-east-1',
  resources: ['arn:aws:states:us-east-1:111122223333:stateMachine:checkout'],
  detail,
  ...overrides,
});
const read = (message: unknown): ReadBatch => readBatch(JSON.stringify(message), 'either', NOW);
const payment = { id: 'pay_1', source: 'checkout', time: '2026-03-02T08:59:57.250Z', outcome: 'failed' };
const cloudEvent = { specversion: '1.0', id: 'pay_1', source: '/shops/7', time: NOW, type: 'payment' };

describe('an event of EventBridge means what lies in it', () => {
  it.each([
    ['a batch', { events: [payment, { ...payment, id: 'pay_2' }] }, { events: [payment, { ...payment, id: 'pay_2' }] }],
    ['an empty batch', { events: [] }, { events: [] }],
    ['a CloudEvent', { ...cloudEvent, data: { outcome: 'failed' } }, [{ ...cloudEvent, data: { outcome: 'failed' } }]],
    ['an array of CloudEvents', [{ ...cloudEvent, data: {} }, 5], [{ ...cloudEvent, data: {} }, 5]],
    ['one event', payment, { events: [payment] }],
  ])('%s', (_sentence, detail, expected) => {
    const batch = read(anEnvelope(detail));
    expect(batch.ok).toBe(true);
    expect(batch).toEqual(read(expected));
  });

  it('and a single CloudEvent means the same without EventBridge', () => {
    const single = { ...cloudEvent, data: { outcome: 'failed' } };
    expect(read(single)).toMatchObject({ ok: true, events: [{ id: 'pay_1', source: '/shops/7', outcome: 'failed' }] });
    expect(read(single)).toEqual(read([single]));
  });
});

describe('one event in an event of EventBridge', () => {
  const { id, source, time, ...rest } = payment;

  it('has the id, the source and the time of EventBridge where it says none of its own, and nothing else of it', () => {
    expect(contentOf(anEnvelope(rest))).toEqual({
      events: [
        {
          id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
          source: 'com.acme.checkout',
          time: '2026-03-02T08:59:58Z',
          outcome: 'failed',
        },
      ],
    });
    expect(read(anEnvelope(rest))).toMatchObject({
      ok: true,
      events: [{ type: 'payment', time: NOW - 2000, attributes: {} }],
    });
  });

  it.each([
    ['id', { ...rest, id }],
    ['source', { ...rest, source }],
    ['time', { ...rest, time }],
  ])('keeps the %s of its own', (field, detail) => {
    expect(contentOf(anEnvelope(detail))).toMatchObject({ events: [{ [field]: payment[field as 'id'] }] });
  });

  it('counts once however often EventBridge delivers it, since its id and its time stay', () => {
    expect(read(anEnvelope(rest))).toEqual(read(anEnvelope(rest, { 'replay-name': 'again' })));
  });

  it.each<[string, unknown, Record<string, unknown>, string, RegExp]>([
    ['an empty detail', {}, {}, 'missing_field', /^outcome: expected on every event of type payment/],
    ['an id that is none', { ...payment, id: null }, {}, 'invalid_field', /^id: /],
    ['a source of the bus that is none of ours', rest, { source: 'Acme Shop' }, 'invalid_field', /^source: /],
    ['an event of AWS', { 'instance-id': 'i-1', state: 'running' }, {}, 'unknown_key', /^instance-id, state: /],
    ['an event of EventBridge in another', anEnvelope(payment), {}, 'unknown_key', /^version, detail-type, account: /],
    [
      'a card number',
      { ...payment, attributes: { pan: '4111111111111111' } },
      {},
      'card_number',
      /^attributes\.pan: expected no card number/,
    ],
  ])('is refused by itself with %s', (_sentence, detail, overrides, code, message) => {
    expect(read(anEnvelope(detail, overrides))).toMatchObject({
      ok: true,
      events: [],
      rejections: [{ index: 0, code, message: expect.stringMatching(message) }],
    });
  });
});

describe('an event of EventBridge is refused whole', () => {
  const expected = 'detail: expected an event, an object {"events": [...]} or CloudEvents, got';

  it.each([
    ['without a detail', undefined, `${expected} nothing`],
    [
      'with text for a detail, as an input transformer may make it',
      '{"events":[]}',
      `${expected} a string of 13 characters`,
    ],
    ['with nothing for a detail', null, `${expected} null`],
    [
      'with a batch whose events are none',
      { events: {} },
      'detail: events: expected an array, got an object of 0 names',
    ],
    [
      'with a batch that has a source beside its events',
      { events: [], source: 'checkout' },
      'detail: expected only the key events, got 1 more; source and the like belong to each event',
    ],
  ])('%s', (_sentence, detail, message) => {
    expect(read(anEnvelope(detail))).toEqual({ ok: false, refusal: { status: 400, code: 'bad_envelope', message } });
  });
});
