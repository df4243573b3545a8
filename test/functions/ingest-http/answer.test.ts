import type { Context } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { memorySegments } from '../../../shared/adapters/memory/segments.ts';
import type { SegmentStore } from '../../../shared/ports/segments.ts';
import { aRawEvent, NOW } from '../../support/builders.ts';
import { aContext, aContextOutOfTime } from '../../support/lambda.ts';
import { captureLogs } from '../../support/logs.ts';
import { eventsIn, failingStore, hangingStore, storeThat } from '../../support/segment-stores.ts';
import { send } from './send.ts';

beforeEach(() => void captureLogs());

const batchOf = (...events: readonly unknown[]): string => JSON.stringify({ events });
const event = (overrides: Record<string, unknown> = {}) => aRawEvent({ id: 'pay_1', ...overrides });

describe('a batch that is taken', () => {
  it('is durable when 202 says so, and its report says what became of each event', async () => {
    const segments = memorySegments();
    const [good, bad] = [event({ id: 'a' }), event({ id: 'b', outcome: 'sucess' })];
    const other = event({ id: 'c', time: NOW - 60_000 });
    const body = batchOf(good, bad, good, other, { ...other, outcome: 'failed' });
    const message =
      'outcome: expected one of succeeded, failed, declined, timeout, cancelled, pending, got a string of 6 characters';
    expect(await send({ body }, segments)).toMatchObject({
      status: 202,
      body: {
        accepted: 2,
        duplicates: 1,
        conflicts: 1,
        rejected: 1,
        errors: [
          { index: 1, id: 'b', code: 'invalid_field', message },
          { index: 3, id: 'c', code: 'conflict' },
        ],
      },
    });
    expect(await eventsIn(segments)).toBe(2);
  });

  it('counts once however often it is sent', async () => {
    const segments = memorySegments();
    const body = batchOf(event({ id: 'a' }), event({ id: 'b' }));
    expect(await send({ body }, segments)).toEqual(await send({ body }, segments));
    expect(await eventsIn(segments)).toBe(2);
  });

  it('is told of its first 100 errors one by one, and of all in number', async () => {
    const body = batchOf(event(), ...Array.from({ length: 101 }, () => 0));
    const answer = await send({ body });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: 101 } });
    expect(answer.body).toHaveProperty('errors.length', 100);
    expect(answer.body).toHaveProperty('errors[99].index', 100);
  });

  it('is answered 400 with its report where not one event is valid', async () => {
    const segments = memorySegments();
    const answer = await send({ body: batchOf(0, event({ latencyMs: -1 })) }, segments);
    expect(answer).toMatchObject({
      status: 400,
      body: { accepted: 0, rejected: 2, errors: [{ index: 0 }, { index: 1 }] },
    });
    expect(await eventsIn(segments)).toBe(0);
  });
});

describe('a batch that may not be stored', () => {
  const secret = 'S3cr3t of the store';
  const unavailable = {
    status: 503,
    body: {
      code: 'unavailable',
      message: 'the batch may not be stored; send all of it again, nothing is counted twice',
    },
  };

  it.each<[string, SegmentStore, Context]>([
    ['every write fails', failingStore(new Error(secret)), aContext()],
    [
      'one write of many fails',
      storeThat(async ({ length }) => ({ stored: length - 1, failures: [new Error(secret)] })),
      aContext(),
    ],
    ['the writes hang until the time to answer', hangingStore(), aContextOutOfTime()],
  ])('is answered 503 with when to send it again, and not why: %s', async (_sentence, segments, context) => {
    const answer = await send({ body: batchOf(event(), event({ time: NOW - 60_000 })) }, segments, context);
    expect(answer).toMatchObject(unavailable);
    expect(answer.headers).toMatchObject({ 'Retry-After': '5', 'Content-Type': 'application/json' });
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it.each<[string, unknown]>([
    ['an error', new Error(secret)],
    ['a text', secret],
  ])('is answered without a word of the fault where the store throws %s', async (_sentence, fault) => {
    const segments = storeThat(() => Promise.reject(fault));
    const answer = await send({ body: batchOf(event()) }, segments);
    expect(answer).toMatchObject({
      status: 500,
      body: { code: 'internal_error', message: 'the fault is ours; send the batch again' },
    });
    expect(JSON.stringify(answer)).not.toContain(secret);
  });
});
