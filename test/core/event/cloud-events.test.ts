import { describe, expect, it } from 'vitest';
import { type ReadBatch, readBatch } from '../../../shared/core/event/batch.ts';
import { eventsOfCloudEvents } from '../../../shared/core/event/cloud-events.ts';
import { NOW } from '../../support/builders.ts';

const aCloudEvent = (overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  specversion: '1.0',
  id: 'pay_1',
  source: '/shops/7',
  type: 'payment',
  time: '2026-03-02T09:00:00Z',
  data: { outcome: 'failed', latencyMs: 90 },
  ...overrides,
});

const read = (...items: readonly unknown[]): ReadBatch => readBatch(JSON.stringify(items), 'cloudevents', NOW);

describe('a CloudEvent', () => {
  it('gives id, source, type and time from its envelope and everything else from its data', () => {
    expect(eventsOfCloudEvents([aCloudEvent()])).toEqual([
      {
        id: 'pay_1',
        source: '/shops/7',
        type: 'payment',
        time: '2026-03-02T09:00:00Z',
        outcome: 'failed',
        latencyMs: 90,
      },
    ]);
  });

  it('means the same event as the plain form does', () => {
    const plain = { id: 'pay_1', source: '/shops/7', time: NOW, outcome: 'failed', latencyMs: 90 };
    const batch = readBatch(JSON.stringify({ events: [plain] }), 'batch', NOW);
    expect(batch).toMatchObject({ ok: true, rejections: [] });
    expect(read(aCloudEvent())).toEqual(batch);
  });

  it.each([
    [
      'a type in the data wins over the one of the envelope',
      { type: 'com.acme.x.v1', data: { type: 'payment' } },
      'type',
      'payment',
    ],
    ['the type of the envelope holds where the data has none', { type: 'chargeback' }, 'type', 'chargeback'],
    ['the id of the envelope wins over one in the data', { data: { id: 'other' } }, 'id', 'pay_1'],
    ['the source of the envelope wins over one in the data', { data: { source: 'other' } }, 'source', '/shops/7'],
    ['the time of the envelope wins over one in the data', { data: { time: 5 } }, 'time', '2026-03-02T09:00:00Z'],
    ['a time in the data holds where the envelope has none', { time: undefined, data: { time: 5 } }, 'time', 5],
  ])('%s', (_sentence, overrides, field, expected) => {
    expect(eventsOfCloudEvents([aCloudEvent(overrides)])[0]).toHaveProperty(field, expected);
  });

  it('may carry extension attributes, which mean nothing here', () => {
    expect(read(aCloudEvent({ traceparent: '00-abc-def-01', dataschema: 'https://example.com/s' }))).toEqual(
      read(aCloudEvent()),
    );
  });

  it.each([
    ['a string', { data: 'text' }],
    ['null', { data: null }],
    ['an array', { data: [] }],
    ['nothing', { data: undefined }],
    ['base64', { data: undefined, data_base64: 'e30=' }],
  ])('with %s for its data is refused for its data, not for the time that it has', (_sentence, overrides) => {
    expect(read(aCloudEvent(overrides))).toMatchObject({
      ok: true,
      events: [],
      rejections: [{ index: 0, id: 'pay_1', code: 'unknown_key', message: expect.stringMatching(/^data: /) }],
    });
  });

  it('with an unknown key in its data is refused with the name of the key', () => {
    expect(read(aCloudEvent({ data: { outcome: 'failed', latencyMS: 5 } }))).toMatchObject({
      rejections: [{ code: 'unknown_key', message: expect.stringMatching(/^latencyMS: /) }],
    });
  });

  it('beside things that are none: each is refused at its own place', () => {
    expect(read(1, aCloudEvent(), null, 'text', [])).toMatchObject({
      ok: true,
      indexes: [1],
      rejections: [0, 2, 3, 4].map((index) => ({ index, code: 'not_an_object' })),
    });
  });
});
