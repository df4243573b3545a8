import { describe, expect, test } from 'vitest';
import { currentPayload, unchangedPayload } from '../../cli/send/payload.ts';
import { epochMs } from '../../shared/core/units.ts';

const now = epochMs(Date.parse('2026-11-22T20:10:05.000Z'));
const batch = (...times: unknown[]): string =>
  JSON.stringify({ events: times.map((time, index) => ({ id: `e${index}`, time })) });
const timesIn = (body: string): unknown[] =>
  (JSON.parse(body) as { events: { time: unknown }[] }).events.map(({ time }) => time);

describe('the times of a sample that is sent', () => {
  const cases: Record<string, [unknown[], unknown[]]> = {
    'are moved by whole minutes, the newest to less than a minute ago': [
      ['2026-03-02T09:03:30.250Z', '2026-03-02T09:04:01.000Z'],
      ['2026-11-22T20:09:30.250Z', '2026-11-22T20:10:01.000Z'],
    ],
    'stay in the past where the seconds would be ahead of now': [
      ['2026-03-02T09:04:30.000Z'],
      ['2026-11-22T20:09:30.000Z'],
    ],
    'are moved back where they lie in the future': [['2030-01-01T00:00:00.000Z'], ['2026-11-22T20:10:00.000Z']],
    'keep their distances where they have different offsets': [
      ['2026-03-02T10:03:01.000+01:00', '2026-03-02T09:04:01Z'],
      ['2026-11-22T20:09:01.000Z', '2026-11-22T20:10:01.000Z'],
    ],
    'stay numbers where they are numbers': [[1_772_442_001_000], [Date.parse('2026-11-22T20:10:01.000Z')]],
    'stay as they are where they are no times': [
      ['2026-03-02T09:04:01.000Z', 'yesterday', null, 1.5],
      ['2026-11-22T20:10:01.000Z', 'yesterday', null, 1.5],
    ],
  };
  for (const [name, [before, after]] of Object.entries(cases)) {
    test(`they ${name}`, () => {
      expect(timesIn(currentPayload(batch(...before), now).body)).toEqual(after);
    });
  }

  test('a file that is sent twice within a minute is the same twice', () => {
    const text = batch('2026-03-02T09:04:01.000Z');
    expect(currentPayload(text, epochMs(now + 50_000)).body).toBe(currentPayload(text, now).body);
  });

  test('the shift is told in milliseconds', () => {
    expect(currentPayload(batch('2026-11-22T20:00:01Z'), now).shift).toBe(600_000);
  });
});

describe('the content type of a payload', () => {
  test('an array is a batch of CloudEvents, whose times are moved too', () => {
    const { body, contentType } = currentPayload('[{"specversion":"1.0","time":"2026-03-02T09:04:01.000Z"}]', now);
    expect(contentType).toBe('application/cloudevents-batch+json');
    expect(JSON.parse(body)).toEqual([{ specversion: '1.0', time: '2026-11-22T20:10:01.000Z' }]);
  });

  test('an object is JSON', () => {
    expect(currentPayload(batch('2026-03-02T09:04:01.000Z'), now).contentType).toBe('application/json');
  });

  for (const text of ['no json', '{"events":', '7', '{"events":{}}', '[null]', '{"events":[null,1,"x"]}']) {
    test(`what holds no events is sent as it is: ${text}`, () => {
      expect(currentPayload(text, now)).toEqual(unchangedPayload(text));
      expect(unchangedPayload(text).body).toBe(text);
    });
  }
});
