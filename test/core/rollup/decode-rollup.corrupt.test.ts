import { deflateSync, gzipSync, inflateSync } from 'node:zlib';
import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { mergeRollups, type Rollup } from '../../../shared/core/rollup/rollup.ts';
import { decodeRollup } from '../../../shared/core/rollup/decode-rollup.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import { RollupError } from '../../../shared/core/rollup/rollup-error.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import { valueColumns } from '../../../shared/core/rollup/rollup-rows.ts';
import { aRollup, aTally } from './rolling.ts';

const value = { bad: 5, total: 9.5, badSquares: 25, totalSquares: 41, largestBad: 5 };
const minute = (bad: number, total: number): Rollup => ({
  ...aRollup({ 'bank=icbc': minuteTally(bad, total, value), 'bank=ccb': minuteTally(1, 3, value) }),
  sketch: sketchOf([0, 80, 120, 900]),
});
const whole = mergeRollups([minute(1, 2), minute(3, 70)]);
const written = encodeRollup(whole);
const packed = decode(inflateSync(written)) as Record<string, unknown>;
/** The same with the latencies of one of its groups, which is the second version. */
const kept: Rollup = {
  groups: new Map(
    [...whole.groups].map(([key, tally]) => [
      key,
      key === 'bank=ccb' ? { ...tally, latencies: sketchOf([0, 80, 95, 900]) } : tally,
    ]),
  ),
};
const writtenKept = encodeRollup(kept);
const packedKept = decode(inflateSync(writtenKept)) as Record<string, unknown>;
const three = aRollup({ 'bank=c': aTally(0, 3), 'bank=b': aTally(1, 2), 'bank=a': aTally(0, 1) });
const packedThree = decode(inflateSync(encodeRollup(three))) as Record<string, unknown>;
const readPacked = (content: unknown): Rollup => decodeRollup(deflateSync(encode(content)));

/** What became of reading: the rollup, or the reason why not. Anything but a RollupError goes on up. */
const outcomeOf = (reading: () => Rollup): Rollup | RollupError['reason'] => {
  try {
    return reading();
  } catch (error) {
    if (error instanceof RollupError) return error.reason;
    throw error;
  }
};

describe('a rollup whose bytes have changed', () => {
  it('is refused, or is read as it was where the change says nothing, and never as something else', () => {
    const outcomes = { refused: 0, unchanged: 0 };
    for (let at = 0; at < written.length; at++) {
      for (let flip = 1; flip < 256; flip++) {
        const data = Uint8Array.from(written);
        data[at] = (data[at] ?? 0) ^ flip;
        const outcome = outcomeOf(() => decodeRollup(data));
        expect(outcome === 'corrupt' ? whole : outcome).toEqual(whole);
        outcomes[outcome === 'corrupt' ? 'refused' : 'unchanged']++;
      }
    }
    // The bits that fill up the last byte of the deflated data say nothing.
    expect(outcomes.unchanged).toBeLessThan(256);
    expect(outcomes.refused).toBeGreaterThan((written.length - 1) * 255 - 1);
  });

  it('is refused with latencies too, for every bit, or is read as it was', () => {
    let refused = 0;
    for (let bit = 0; bit < writtenKept.length * 8; bit++) {
      const data = Uint8Array.from(writtenKept);
      data[bit >> 3] = (data[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const outcome = outcomeOf(() => decodeRollup(data));
      expect(outcome === 'corrupt' ? kept : outcome).toEqual(kept);
      if (outcome === 'corrupt') refused++;
    }
    expect(refused).toBeGreaterThan((writtenKept.length - 2) * 8);
  });

  it.each([
    ['', written],
    ['with latencies', writtenKept],
  ])('is refused wherever it is cut off %s', (_, data) => {
    for (let length = 0; length < data.length; length++)
      expect(outcomeOf(() => decodeRollup(data.slice(0, length)))).toBe('corrupt');
  });
});

describe('a rollup is refused as corrupt', () => {
  it.each<[string, () => Uint8Array]>([
    ['not deflated', () => encode(packed)],
    ['deflated as gzip', () => gzipSync(encode(packed))],
    ['not MessagePack', () => deflateSync(Buffer.from([0xc1]))],
    ['MessagePack with bytes behind it', () => deflateSync(Buffer.concat([encode(packed), Buffer.from([0])]))],
    ['nothing', () => deflateSync(Buffer.alloc(0))],
    ['a bomb', () => deflateSync(Buffer.alloc(8_000_001))],
  ])('when it is %s', (_sentence, data) => {
    expect(outcomeOf(() => decodeRollup(data()))).toBe('corrupt');
  });

  const column = (...values: readonly number[]): unknown => {
    const view = new DataView(new ArrayBuffer(values.length * 8));
    for (const [index, each] of values.entries()) view.setFloat64(index * 8, each, true);
    return [0, new Uint8Array(view.buffer)];
  };
  const spans = packed['s'] as readonly unknown[];
  const values = packed['w'] as readonly unknown[];

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 5],
    ['a list', [packed]],
    ['no version', { ...packed, v: undefined }],
    ['a version as text', { ...packed, v: '1' }],
    ['no groups', { ...packed, k: undefined }],
    ['groups that are no list', { ...packed, k: 'bank=icbc' }],
    ['a group that is no text', { ...packed, k: ['bank=ccb', 5] }],
    ['a group twice', { ...packed, k: ['bank=ccb', 'bank=ccb'] }],
    ['a group twice, apart', { ...packedThree, k: ['bank=a', 'bank=b', 'bank=a'] }],
    ['groups that are not in order', { ...packed, k: ['bank=icbc', 'bank=ccb'] }],
    ['groups of which the last is not in order', { ...packedThree, k: ['bank=b', 'bank=c', 'bank=a'] }],
    ['fewer groups than counts', { ...packed, k: ['bank=ccb'] }],
    ['more groups than counts', { ...packed, k: ['bank=a', 'bank=b', 'bank=c'] }],
    ['no bad', { ...packed, b: undefined }],
    ['no total', { ...packed, t: undefined }],
    ['a total that is absent', { ...packed, t: [1, Uint8Array.of(0, 100)] }],
    ['a bad that is absent', { ...packed, b: [1, Uint8Array.of(0, 1)] }],
    ['more bad than there are', { ...packed, b: [1, Uint8Array.of(8, 5)] }],
    ['counts below nothing', { ...packed, b: column(-1, 0) }],
    ['counts beyond all numbers', { ...packed, t: column(6, Number.POSITIVE_INFINITY) }],
    ['counts with a fraction', { ...packed, t: column(6.5, 72) }],
    ['columns of a span that are no list', { ...packed, s: 5 }],
    ['columns of a span that are too few', { ...packed, s: spans.slice(1) }],
    ['a column of a span of another length', { ...packed, s: [column(1), ...spans.slice(1)] }],
    ['a negative number of minutes', { ...packed, s: [column(1, -1), ...spans.slice(1)] }],
    ['minutes that are absent', { ...packed, s: [column(1, Number.NaN), ...spans.slice(1)] }],
    ['columns of value that are too many', { ...packed, w: [...values, ...values] }],
    ...valueColumns.map((name, index): [string, unknown] => [
      `value that is absent in part: ${name}`,
      { ...packed, w: values.with(index, column(1, Number.NaN)) },
    ]),
    ...valueColumns.map((name, index): [string, unknown] => [
      `value that is there in part: ${name}`,
      { ...packed, w: values.map((_, place) => (place === index ? column(1, 2) : column(1, Number.NaN))) },
    ]),
    ['value beyond all numbers', { ...packed, w: [column(1, Number.POSITIVE_INFINITY), ...values.slice(1)] }],
    ['a sketch that is text', { ...packed, q: 'sketch' }],
    ['a sketch that is none', { ...packed, q: Uint8Array.of(0x80) }],
    ['latencies that its version has not', { ...packed, l: packedKept['l'] }],
    ['no latencies, which its version has', { ...packed, v: 2 }],
    ['latencies that are text', { ...packedKept, l: 'latencies' }],
    ['latencies that are a list', { ...packedKept, l: [packedKept['l']] }],
    ['latencies of none', { ...packedKept, l: new Uint8Array() }],
    ['latencies of fewer groups', { ...packedKept, l: Uint8Array.of(0) }],
    ['latencies of more groups', { ...packedKept, l: Uint8Array.of(0, 0, 0) }],
    ['latencies that end too early', { ...packedKept, l: (packedKept['l'] as Uint8Array).slice(0, -2) }],
    ['latencies that are none', { ...packedKept, l: Uint8Array.of(2, 0, 5, 0) }],
    ['latencies beyond all numbers', { ...packedKept, l: Uint8Array.of(5, 0, 0xff, 0xff, 0x7f, 1, 0) }],
  ])('when it holds %s', (_sentence, content) => {
    expect(outcomeOf(() => readPacked(content))).toBe('corrupt');
  });

  it('not where value is absent in whole, in one group or in all', () => {
    const valuesOf = (...columns: readonly unknown[]) =>
      [...readPacked({ ...packed, w: columns }).groups].map(([key, { value: of }]) => [key, of?.largestBad]);
    expect(valuesOf(...values.map(() => column(1, Number.NaN)))).toEqual([
      ['bank=icbc', undefined],
      ['bank=ccb', 1],
    ]);
    expect(valuesOf(...values.map(() => column(Number.NaN, Number.NaN)))).toEqual([
      ['bank=icbc', undefined],
      ['bank=ccb', undefined],
    ]);
  });

  it('for the changed part alone: the same content packed again is read', () => {
    expect(readPacked({ ...packed })).toEqual(whole);
    expect(readPacked({ ...packedThree })).toEqual(three);
    expect(readPacked({ ...packedKept })).toEqual(kept);
  });
});

describe('a rollup of another version', () => {
  it.each([0, 1.5, 3, 99])('%d is refused as unknown, without a look at the rest', (version) => {
    expect(outcomeOf(() => readPacked({ ...packed, v: version }))).toBe('unknown_version');
    expect(outcomeOf(() => readPacked({ v: version }))).toBe('unknown_version');
  });

  it('says which version was expected, which came and what to do', () => {
    expect(() => readPacked({ ...packed, v: 3 })).toThrow(
      new RollupError('unknown_version', 'rollup version: expected 1 or 2, got 3; deploy readers before writers'),
    );
  });
});

describe('the error', () => {
  it('says in its message nothing of what the rollup holds', () => {
    for (const content of [packed, packedKept]) {
      for (const key of Object.keys(content)) {
        expect(() => readPacked({ ...content, [key]: 'S3cr3t' })).toThrow(RollupError);
        expect(() => readPacked({ ...content, [key]: 'S3cr3t' })).not.toThrow(/S3cr3t/);
      }
    }
  });
});
