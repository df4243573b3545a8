import { describe, expect, it } from 'vitest';
import { narrow } from '../../../shared/core/rollup/bucket-counts.ts';
import { decodeSketch, encodeSketch } from '../../../shared/core/rollup/sketch-codec.ts';

describe('counts', () => {
  it.each<[largest: number, bytesEach: number]>([
    [0, 1],
    [127, 1],
    [128, 1],
    [255, 1],
    [256, 2],
    [65_535, 2],
    [65_536, 4],
    [2 ** 32 - 1, 4],
    [2 ** 32, 8],
    [Number.MAX_SAFE_INTEGER, 8],
  ])('up to %d are kept as they are, in %i bytes each', (largest, bytesEach) => {
    const counts = narrow(Float64Array.of(0, largest, 1));
    expect([...counts]).toEqual([0, largest, 1]);
    expect(counts.BYTES_PER_ELEMENT).toBe(bytesEach);
  });

  it.each([127, 128, 255, 256, 65_536, 2 ** 32])('up to %d are the same array when they have been bytes', (largest) => {
    const sketch = { zeros: 1, first: 5, counts: narrow(Float64Array.of(1, 0, largest)) };
    expect(decodeSketch(encodeSketch(sketch))).toEqual(sketch);
  });

  it('of none are none', () => {
    expect(narrow(new Float64Array())).toHaveLength(0);
  });
});
