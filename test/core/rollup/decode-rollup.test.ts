import { inflateSync } from 'node:zlib';
import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/core/limits.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { mergeRollups, type Rollup } from '../../../shared/core/rollup/rollup.ts';
import { decodeRollup } from '../../../shared/core/rollup/decode-rollup.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import { LARGEST_ROLLUP_BYTES } from '../../../shared/core/rollup/packed-rollup.ts';
import { countOf, mergeSketches, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Tally } from '../../../shared/core/rollup/tally.ts';
import { type Draw, drawWith } from '../../support/draw.ts';
import { aRollup, aTally, manyGroups, minuteRollups } from './rolling.ts';

const expectBack = (rollup: Rollup): void => {
  const back = decodeRollup(encodeRollup(rollup));
  expect(back).toEqual(rollup);
};
const columnsOf = (rollup: Rollup): string[] =>
  Object.keys(decode(inflateSync(encodeRollup(rollup))) as Record<string, unknown>);

describe('a rollup', () => {
  it('comes back as it was: of minutes, of hours, of days', () => {
    fc.assert(
      fc.property(minuteRollups, (minutes) => {
        for (const rollup of minutes) expectBack(rollup);
        const hour = mergeRollups(minutes);
        expectBack(hour);
        expectBack(mergeRollups([hour, hour, ...minutes]));
      }),
      { numRuns: 300 },
    );
  });

  it('comes back in the order of volume, (other) last', () => {
    const rollup = mergeRollups([
      aRollup({ 'bank=(other)': aTally(0, 9), 'bank=a': aTally(0, 1), 'bank=b': aTally(0, 5) }),
    ]);
    expect([...decodeRollup(encodeRollup(rollup)).groups.keys()]).toEqual(['bank=b', 'bank=a', 'bank=(other)']);
  });

  it('is the same bytes whatever the order of its groups', () => {
    const [one, other] = [aTally(1, 2), aTally(3, 4)];
    expect(encodeRollup(aRollup({ 'bank=a': one, 'bank=b': other }))).toEqual(
      encodeRollup(aRollup({ 'bank=b': other, 'bank=a': one })),
    );
  });

  it.each<[string, Tally]>([
    ['no event', aTally(0, 0)],
    ['counts beyond 32 bits', aTally(2 ** 33, 2 ** 40)],
    ['the largest exact counts', aTally(Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER)],
    [
      'value beyond 2^53',
      minuteTally(1, 1, { bad: 2 ** 60, total: 2 ** 61, badSquares: 1e40, totalSquares: 1e41, largestBad: 2 ** 60 }),
    ],
    ['squares that do not follow from its counts', { ...aTally(1, 3), squares: 5 }],
    ['a share that is off by the last digit', { ...aTally(1, 3), badSquaresOverTotal: 1 / 3 + Number.EPSILON }],
  ])('comes back with %s', (_sentence, tally) => {
    expectBack(aRollup({ 'bank=a': tally, 'bank=b': aTally(1, 3) }));
  });

  it('comes back where only some of its groups have value', () => {
    const value = { bad: 0, total: 0, badSquares: 0, totalSquares: 0, largestBad: 0 };
    expectBack(aRollup({ 'bank=a': minuteTally(0, 3, value), 'bank=b': aTally(1, 3) }));
  });

  it('comes back with a sketch, and with an empty one', () => {
    expectBack({ ...aRollup({ '': aTally(1, 3) }), sketch: sketchOf([0, 0.5, 800]) });
    expectBack({ ...aRollup({}), sketch: sketchOf([]) });
  });

  it('comes back with the latencies of its groups, of all or of some', () => {
    const latencies = [sketchOf([0, 80, 900]), sketchOf([0]), undefined];
    expectBack(
      aRollup(
        Object.fromEntries(
          latencies.map((sketch, index) => [`bank=${index}`, minuteTally(0, 9 - index, undefined, sketch)]),
        ),
      ),
    );
  });

  it('is of the second version where a group has latencies, and as an older release wrote it where none has', () => {
    const versionOf = (rollup: Rollup): unknown =>
      (decode(inflateSync(encodeRollup(rollup))) as Record<string, unknown>)['v'];
    const plain = { ...aRollup({ 'bank=a': aTally(0, 3), 'bank=b': aTally(1, 3) }), sketch: sketchOf([80]) };
    expect(versionOf(plain)).toBe(1);
    expect(versionOf(aRollup({ 'bank=a': aTally(0, 3), 'bank=b': minuteTally(1, 3, undefined, sketchOf([80])) }))).toBe(
      2,
    );
    expect(columnsOf(plain)).toEqual(['v', 'k', 'b', 't', 'q']);
  });

  it('of a minute says nothing that follows from its counts', () => {
    expect(columnsOf(aRollup({ '': aTally(1, 3) }))).toEqual(['v', 'k', 'b', 't']);
    expect(columnsOf(mergeRollups([aRollup({ '': aTally(1, 3) }), aRollup({ '': aTally(1, 3) })]))).toContain('s');
  });
});

describe('the size of a rollup', () => {
  it.each([
    [1, 60, 100],
    [20, 400, 800],
    [200, 3000, 6500],
    [2000, 26_000, 50_000],
  ])('of %i groups is below %i bytes for a minute and below %i for an hour', (groups, minute, hour) => {
    const bytes = [encodeRollup(manyGroups(groups)).length, encodeRollup(manyGroups(groups, 60)).length] as const;
    process.stdout.write(`${groups} groups: ${bytes[0]} bytes a minute, ${bytes[1]} an hour\n`);
    expect(bytes[0]).toBeLessThan(minute);
    expect(bytes[1]).toBeLessThan(hour);
  });

  it('is at most 350 000 bytes, with the smallest groups as (other)', () => {
    const draw = drawWith(5);
    const noise = (): number => draw.logNormal(1e9, 4);
    const rollup = aRollup(
      Object.fromEntries(
        Array.from({ length: 3000 }, (_, rank): [string, Tally] => {
          const value = {
            bad: noise(),
            total: noise(),
            badSquares: noise(),
            totalSquares: noise(),
            largestBad: noise(),
          };
          const tally = {
            ...minuteTally(rank % 7, 5000 - rank, value),
            squares: noise(),
            badSquaresOverTotal: noise(),
          };
          return [`${'a'.repeat(limits.attributeNameLength)}=${randomName(draw)}`, tally];
        }),
      ),
    );
    const data = encodeRollup(rollup);
    expect(data.length).toBeLessThanOrEqual(LARGEST_ROLLUP_BYTES);
    expect(LARGEST_ROLLUP_BYTES).toBeLessThanOrEqual(limits.segmentBytes);
    const back = decodeRollup(data);
    expect(back.groups.size).toBeGreaterThan(1400);
    expect(back.groups.size).toBeLessThan(2900);
    const [other, ...named] = [...back.groups].toReversed();
    expect(other?.[0]).toMatch(/=\(other\)$/);
    for (const [key, tally] of named) expect(tally).toEqual(rollup.groups.get(key));
    expect(Math.min(...named.map(([, { total }]) => total))).toBe(5000 - (named.length - 1));
    expect(sum(back)).toEqual(sum(rollup));
  });
});

describe('the size of a rollup with latencies', () => {
  /** Of a minute of so many events, some groups larger by far than others, with latencies as those of payments are. */
  const manyLatencies = (groups: number, events: number): Rollup => {
    const draw = drawWith(groups);
    const plain = manyGroups(groups);
    const all = [...plain.groups.values()].reduce((sum, { total }) => sum + total, 0);
    return {
      groups: new Map(
        Array.from(plain.groups, ([key, tally]) => {
          const values = Array.from({ length: Math.ceil((tally.total * events) / all) }, () =>
            draw.logNormal(120, 0.6),
          );
          return [key, { ...tally, latencies: sketchOf(values) }];
        }),
      ),
    };
  };

  it.each([
    [1, 1000, 300],
    [20, 1000, 1100],
    [200, 1000, 4200],
    [2000, 1000, 20_000],
    [1, 60_000, 500],
    [20, 60_000, 3400],
    [200, 60_000, 15_000],
    [2000, 60_000, 60_000],
  ])('of %i groups of %i events is below %i bytes', (groups, events, most) => {
    const { length } = encodeRollup(manyLatencies(groups, events));
    process.stdout.write(`${groups} groups of ${events} events with latencies: ${length} bytes\n`);
    expect(length).toBeLessThan(most);
  });

  it('is at most 350 000 bytes: the smallest groups are (other), with their latencies', () => {
    const draw = drawWith(3);
    const sketches = Array.from({ length: 2000 }, () => ({
      zeros: draw.binomial(9, 0.5),
      first: -20,
      counts: Float64Array.from({ length: 250 }, () => 1 + Math.floor(draw.logNormal(1000, 2))),
    }));
    const rollup = aRollup(
      Object.fromEntries(sketches.map((sketch, rank) => [`m=${rank}`, minuteTally(0, 9000 - rank, undefined, sketch)])),
    );
    const data = encodeRollup(rollup);
    expect(data.length).toBeLessThanOrEqual(LARGEST_ROLLUP_BYTES);
    const back = decodeRollup(data);
    expect(back.groups.size).toBeGreaterThan(500);
    expect([...back.groups.keys()].slice(0, 3)).toEqual(['m=0', 'm=1', 'm=2']);
    expect(mergeSketches([...back.groups.values()].flatMap(({ latencies }) => latencies ?? []))).toEqual(
      mergeSketches(sketches),
    );
  });

  it('is that of (other) where not even two of its groups would fit', () => {
    const draw = drawWith(11);
    const noise = (): Float64Array =>
      Float64Array.from({ length: 35_000 }, () => 1 + Math.floor(draw.logNormal(2 ** 42, 1)));
    const rollup = aRollup(
      Object.fromEntries(
        [3, 2, 1].map((total) => [
          `m=${total}`,
          minuteTally(0, total, undefined, { zeros: 0, first: -300, counts: noise() }),
        ]),
      ),
    );
    expect([...decodeRollup(encodeRollup(rollup)).groups.keys()]).toEqual(['m=(other)']);
  });

  it('is never more than is read again, however well it deflates', () => {
    const sketch = sketchOf([0.001, Number.MAX_VALUE]);
    const rollup = aRollup(
      Object.fromEntries(Array.from({ length: 230 }, (_, rank) => [`m=${rank}`, minuteTally(0, 2, undefined, sketch)])),
    );
    const back = decodeRollup(encodeRollup(rollup));
    expect(back.groups.size).toBeLessThan(230);
    expect([...back.groups.values()].reduce((count, { latencies }) => count + countOf(latencies ?? sketch), 0)).toBe(
      460,
    );
  });
});

const sum = ({ groups }: Rollup): number[] =>
  [...groups.values()].reduce(([bad = 0, total = 0], tally) => [bad + tally.bad, total + tally.total], [0, 0]);

/** The longest of values, of letters that hardly deflate. */
const randomName = (draw: Draw): string =>
  String.fromCharCode(
    ...Array.from({ length: limits.attributeValueBytes }, () => 33 + draw.binomial(93, draw.chance(0.5) ? 0.3 : 0.7)),
  );
