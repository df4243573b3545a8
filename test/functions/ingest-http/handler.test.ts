import { beforeEach, describe, expect, it } from 'vitest';
import { aRawEvent } from '../../support/builders.ts';
import { captureLogs } from '../../support/logs.ts';
import { send } from './send.ts';

beforeEach(() => void captureLogs());

const batchOf = (...events: readonly unknown[]): string => JSON.stringify({ events });
const event = (overrides: Record<string, unknown> = {}) => aRawEvent({ id: 'pay_1', ...overrides });
/** A batch of one good event with this JSON in place of its own keys. */
const withKeys = (json: string): string => `{"events":[${JSON.stringify(event()).slice(0, -1)},${json.slice(1)}]}`;

const empty = { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0, errors: [] };
const rejected = (code: string, message: string) => ({
  ...empty,
  rejected: 1,
  errors: [{ index: 0, id: 'pay_1', code, message }],
});
const attributes = JSON.stringify(Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`a${index}`, index])));

describe('wrong input', () => {
  it.each<[string, string, number, unknown]>([
    [
      'a body of more than 4 000 000 bytes',
      batchOf().padEnd(4_000_001),
      413,
      { code: 'body_too_large', message: 'expected at most 4000000 bytes, got 4000001; send smaller batches' },
    ],
    [
      'JSON nested 17 deep',
      '['.repeat(17),
      400,
      { code: 'too_deep', message: 'expected JSON nested at most 16 deep, got deeper' },
    ],
    [
      'no JSON',
      '{"events":[',
      400,
      { code: 'not_json', message: 'expected JSON, got something that does not parse as JSON' },
    ],
    [
      'no object',
      '[]',
      400,
      { code: 'bad_envelope', message: 'expected an object {"events": [...]}, got an array of 0' },
    ],
    [
      'an unknown key',
      withKeys('{"latencyMS":5}'),
      400,
      rejected(
        'unknown_key',
        'latencyMS: not a field of an event; expected only id, source, time, type, outcome, fraud, latencyMs, amount, currency, attributes (own fields go into attributes)',
      ),
    ],
    [
      'a time in words',
      withKeys('{"time":"yesterday"}'),
      400,
      rejected(
        'invalid_field',
        'time: expected an RFC 3339 time with an offset, such as 2026-03-02T09:00:00.000Z, or whole milliseconds since 1970, got a string of 9 characters',
      ),
    ],
    [
      'a time in the future',
      withKeys('{"time":"2026-03-02T09:30:00Z"}'),
      400,
      rejected(
        'time_out_of_range',
        'time: expected from 3 days ago to 5 minutes ahead of the server, got one 30 minutes ahead',
      ),
    ],
    [
      'a number beyond all numbers',
      withKeys('{"latencyMs":1e999}'),
      400,
      rejected('invalid_field', 'latencyMs: expected a number from 0 to 600000, got a number too large to be one'),
    ],
    [
      'a negative latency',
      withKeys('{"latencyMs":-5}'),
      400,
      rejected('invalid_field', 'latencyMs: expected a number from 0 to 600000, got a negative number'),
    ],
    [
      '25 attributes',
      withKeys(`{"attributes":${attributes}}`),
      400,
      rejected('invalid_field', 'attributes: expected an object of at most 16 names, got an object of 25 names'),
    ],
    [
      'a card number',
      withKeys('{"attributes":{"pan":"4111 1111 1111 1111"}}'),
      400,
      rejected(
        'card_number',
        'attributes.pan: expected no card number, got digits that read as one; send a token, or the last four digits',
      ),
    ],
    [
      'one id with two bodies',
      batchOf(event(), event({ outcome: 'failed' })),
      202,
      {
        ...empty,
        accepted: 1,
        conflicts: 1,
        errors: [
          {
            index: 0,
            id: 'pay_1',
            code: 'conflict',
            message:
              'id: expected one body for each source, id and minute, got another event of this batch with a different one; one of them counts',
          },
        ],
      },
    ],
    ['no events', batchOf(), 202, empty],
  ])('%s is answered', async (_sentence, body, status, expected) => {
    const answer = await send({ body });
    expect([answer.status, answer.body]).toEqual([status, expected]);
    expect(answer.headers['Content-Type']).toBe('application/json');
  });
});
