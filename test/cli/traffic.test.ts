import { describe, expect, test } from 'vitest';
import { traffic } from '../../cli/demo/deliveries.ts';
import { seededRandom } from '../../cli/demo/random.ts';

interface Sent {
  readonly id: string;
  readonly source: string;
  readonly time: string;
}

const coming = traffic(seededRandom(1));
const sent = coming.deliveries.flatMap(({ body }) => {
  const parsed = JSON.parse(body) as Sent[] | { events: Sent[] };
  return Array.isArray(parsed) ? parsed : parsed.events;
});

describe('the payments of the demo', () => {
  test('the same seed gives the same batches, another seed others', () => {
    expect(traffic(seededRandom(1))).toEqual(coming);
    expect(traffic(seededRandom(2)).deliveries[0]).not.toEqual(coming.deliveries[0]);
  });

  test('no two payments share an identity, and some are sent more than once', () => {
    expect(new Set(sent.map(({ source, id, time }) => `${source} ${id} ${time}`)).size).toBe(coming.payments);
    expect(new Set(sent.map(({ source, id }) => `${source} ${id}`)).size).toBe(coming.payments);
    expect(sent.length).toBeGreaterThan(coming.payments);
  });

  test('batches are sent in the order of their times, none before its payments were made', () => {
    const times = coming.deliveries.map(({ sentAt }) => sentAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const { sentAt, body } of coming.deliveries) {
      const made = [...body.matchAll(/"time":"([^"]+)"/g)].map(([, time]) => Date.parse(time ?? ''));
      expect(Math.max(...made)).toBeLessThanOrEqual(sentAt);
    }
  });

  test('every way in is used, and some batches come late, twice, and inside the next one', () => {
    expect(new Set(coming.deliveries.map(({ via, contentType }) => `${via} ${contentType}`))).toEqual(
      new Set(['http application/json', 'http application/cloudevents-batch+json', 'queue application/json']),
    );
    expect(Math.min(coming.sentLate, coming.sentTwice, coming.sentAgain)).toBeGreaterThan(5);
  });
});

describe('the seeded generator', () => {
  test('it is the same sequence on every machine', () => {
    const random = seededRandom(42);
    expect([random.integer(1000), random.integer(1000), random.integer(1000)]).toEqual([601, 448, 852]);
  });

  test('a weighted pick follows its weights', () => {
    const random = seededRandom(7);
    const picks = Array.from({ length: 10_000 }, () =>
      random.pick(
        new Map([
          ['a', 3],
          ['b', 1],
        ]),
      ),
    );
    expect(picks.filter((pick) => pick === 'a').length / 10_000).toBeCloseTo(0.75, 1);
  });

  test('half of a log-normal lies below its median', () => {
    const random = seededRandom(7);
    const drawn = Array.from({ length: 10_000 }, () => random.logNormal(250, 0.4));
    expect(drawn.filter((value) => value < 250).length / 10_000).toBeCloseTo(0.5, 1);
  });

  test('nothing can be picked from nothing', () => {
    expect(() => seededRandom(1).pick(new Map())).toThrow('Expected something to pick from');
  });
});
