import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollupError } from '../../../shared/core/rollup/rollup-error.ts';
import { type Sketch, sketchOf } from '../../../shared/core/rollup/sketch.ts';
import {
  decodeSketch,
  decodeSketches,
  encodeSketch,
  encodeSketches,
} from '../../../shared/core/rollup/sketch-codec.ts';
import { drawWith } from '../../support/draw.ts';
import { latencies } from './rolling.ts';

/** Whatever the bytes, they are refused, or the one form of what they say. */
const expectOneForm = <Read>(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => Read,
  write: (read: Read) => Uint8Array,
) => {
  let decoded: Read;
  try {
    decoded = read(bytes);
  } catch (error) {
    if (error instanceof RollupError) return;
    throw error;
  }
  expect(Buffer.from(write(decoded))).toEqual(Buffer.from(bytes));
};

describe('a sketch as bytes', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(latencies), (values) => {
        const sketch = sketchOf(values);
        expect(decodeSketch(encodeSketch(sketch))).toEqual(sketch);
      }),
    );
  });

  it('comes back with counts beyond 32 bits', () => {
    const sketch = { zeros: Number.MAX_SAFE_INTEGER, first: 240, counts: Float64Array.of(2 ** 33, 0, 2 ** 52 + 1) };
    expect(decodeSketch(encodeSketch(sketch))).toEqual(sketch);
  });

  it('is at most 650 bytes for a million latencies', () => {
    const draw = drawWith(7);
    const bytes = encodeSketch(sketchOf(Array.from({ length: 1_000_000 }, () => draw.logNormal(120, 0.6))));
    expect(bytes.length).toBeLessThan(650);
  });

  it.each<[string, readonly number[]]>([
    ['nothing', []],
    ['a bucket without counts', [0, 5]],
    ['a first bucket of none', [0, 5, 0, 1]],
    ['a last bucket of none', [0, 5, 1, 0]],
    ['a number that ends too early', [0, 5, 0x80]],
    ['a number that is longer than it need be', [0, 5, 0x81, 0]],
    ['a number beyond 2^53', [0, 5, ...Array.from({ length: 7 }, () => 0xff), 0x10]],
    ['a bucket beyond all numbers', [0, 0xff, 0xff, 0x7f, 1]],
  ])('is refused when it is %s', (_sentence, bytes) => {
    expect(() => decodeSketch(Uint8Array.from(bytes))).toThrow(RollupError);
  });

  it('is, whatever the bytes, refused or the only form of what it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        expectOneForm(bytes, decodeSketch, encodeSketch);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('sketches as bytes', () => {
  const sketches = fc.array(fc.option(fc.array(latencies, { maxLength: 20 }).map(sketchOf), { nil: undefined }));

  it('come back as they were, with those that are missing', () => {
    fc.assert(
      fc.property(sketches, (all) => {
        expect(decodeSketches(encodeSketches(all), all.length)).toEqual(all);
      }),
    );
  });

  const [one, other]: [Sketch, Sketch] = [sketchOf([80, 120]), sketchOf([3])];
  const written = encodeSketches([one, undefined, other]);

  it.each<[string, Uint8Array, number]>([
    ['fewer than there are', written, 2],
    ['more than there are', written, 4],
    ['one that ends too early', written.subarray(0, -1), 3],
    ['one that is longer than all that is left', Uint8Array.of(100, 0), 1],
    ['one that is none', Uint8Array.of(2, 0, 5), 1],
  ])('are refused when they are %s', (_sentence, bytes, count) => {
    expect(() => decodeSketches(bytes, count)).toThrow(RollupError);
  });

  it('are, whatever the bytes, refused or the only form of what they say', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.nat(3), (bytes, count) => {
        expectOneForm(bytes, (each) => decodeSketches(each, count), encodeSketches);
      }),
      { numRuns: 2000 },
    );
  });
});
