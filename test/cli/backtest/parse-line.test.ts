import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../cli/backtest/parse-line.ts';
import { aRawEvent } from '../../support/builders.ts';

const json = (value: unknown): string => JSON.stringify(value);

describe('a line', () => {
  const good = new Map<string, [string, number]>([
    ['an event', [json(aRawEvent()), 1]],
    ['an event of years ago', [json(aRawEvent({ time: '2019-01-01T00:00:00Z' })), 1]],
    ['a batch', [json({ events: [aRawEvent(), aRawEvent()] }), 2]],
    [
      'an array of CloudEvents',
      [
        json([
          {
            specversion: '1.0',
            id: 'a',
            source: 's',
            type: 'payment',
            time: '2026-03-02T09:00:00Z',
            data: { outcome: 'failed' },
          },
        ]),
        1,
      ],
    ],
    ['an event behind a byte order mark', [`\uFEFF${json(aRawEvent())}`, 1]],
    ['an event that ends as on Windows', [`${json(aRawEvent())}\r`, 1]],
  ]);
  it.each([...good])('of %s is read', (_, [text, events]) => {
    const line = parseLine(text);
    expect(line.problems).toEqual([]);
    expect(line.events).toHaveLength(events);
  });

  const bad = new Map<string, [string, RegExp]>([
    ['half an event', ['{"id": "pay_1', /^expected JSON, got something that does not parse/]],
    ['a number', ['17', /^expected an object, got the number|^expected an object, got a/]],
    ['an event with a misspelt key', [json(aRawEvent({ latencyMS: 3 })), /^latencyMS: not a field of an event/]],
    ['a batch with a source', [json({ events: [], source: 's' }), /^expected only the key events/]],
    ['a batch that is no array', [json({ events: 3 }), /^events: expected an array/]],
    [
      'a batch with one bad event',
      [json({ events: [aRawEvent(), aRawEvent({ amount: -1 })] }), /^event 1: amount: expected/],
    ],
    ['an event in seconds', [json(aRawEvent({ time: 1_772_442_000 })), /^time: .*is it in seconds\?/]],
  ]);
  it.each([...bad])('of %s is told', (_, [text, message]) => {
    expect(parseLine(text).problems).toEqual([expect.stringMatching(message)]);
  });

  it('never has a value of an event in what is told', () => {
    const secret = '4111111111111111';
    const lines = [
      json(aRawEvent({ amount: secret })),
      json(aRawEvent({ attributes: { card: [secret] } })),
      `{"x":${secret}`,
    ];
    for (const text of lines) expect(parseLine(text).problems.join()).not.toContain(secret);
  });
});
