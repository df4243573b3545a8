import { deflateSync, gzipSync, inflateSync } from 'node:zlib';
import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { decodeSegment } from '../../../shared/core/segment/decode-segment.ts';
import { encodeColumns } from '../../../shared/core/segment/encode-columns.ts';
import { SEGMENT_VERSION } from '../../../shared/core/segment/encoded-segment.ts';
import type { Columns } from '../../../shared/core/segment/columns.ts';
import { SegmentError } from '../../../shared/core/segment/segment-error.ts';
import { anEvent, THIS_MINUTE } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';

const events = [
  anEvent({ id: 'a', latencyMs: 0.5, fraud: true }),
  anEvent({ id: 'b', attributes: { bank: 'icbc', share: 0.25 } }),
  anEvent({ id: 'c', outcome: 'failed' }),
];
const written = encodeColumns(columnsOf(events));
const packed = decode(inflateSync(written.data)) as Record<string, unknown>;

const read = (data: Uint8Array, version: number = SEGMENT_VERSION): Columns =>
  decodeSegment({ minute: THIS_MINUTE, version, data });
const readPacked = (value: unknown): Columns => read(deflateSync(encode(value)));

/** What became of reading: the columns, or the reason why not. Anything but a SegmentError goes on up. */
const outcomeOf = (reading: () => Columns): Columns | SegmentError['reason'] => {
  try {
    return reading();
  } catch (error) {
    if (error instanceof SegmentError) return error.reason;
    throw error;
  }
};

describe('a segment whose bytes have changed', () => {
  const whole = read(written.data);

  it('is refused, or is read as it was where the change says nothing, and never as something else', () => {
    const outcomes = { refused: 0, unchanged: 0 };
    for (let at = 0; at < written.data.length; at++) {
      for (const flip of [0xff, 1, 2, 4, 8, 16, 32, 64, 128]) {
        const data = Uint8Array.from(written.data);
        data[at] = (data[at] ?? 0) ^ flip;
        const outcome = outcomeOf(() => read(data));
        expect(['corrupt', whole]).toContainEqual(outcome);
        outcomes[outcome === 'corrupt' ? 'refused' : 'unchanged']++;
      }
    }
    // The bits that fill up the last byte of the deflated data say nothing.
    expect(outcomes.unchanged).toBeLessThan(8);
    expect(outcomes.refused + outcomes.unchanged).toBe(written.data.length * 9);
  });

  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < written.data.length; length++)
      expect(outcomeOf(() => read(written.data.slice(0, length)))).toBe('corrupt');
  });
});

describe('a segment is refused as corrupt', () => {
  const short = (bytes: unknown): Uint8Array => (bytes as Uint8Array).slice(1);
  const count = 2_000_000_000;

  it.each<[string, () => Uint8Array]>([
    ['not deflated', () => encode(packed)],
    ['deflated as gzip', () => gzipSync(encode(packed))],
    ['not MessagePack', () => deflateSync(Buffer.from([0xc1]))],
    ['JSON', () => deflateSync(Buffer.from('{"n":1}'))],
    ['MessagePack with bytes behind it', () => deflateSync(Buffer.concat([encode(packed), Buffer.from([0])]))],
    ['nothing', () => deflateSync(Buffer.alloc(0))],
  ])('when it is %s', (_sentence, data) => {
    expect(outcomeOf(() => read(data()))).toBe('corrupt');
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 5],
    ['a list', [packed]],
    ['no count', { ...packed, n: undefined }],
    ['a count of nothing', { ...packed, n: 0 }],
    ['a negative count', { ...packed, n: -3 }],
    ['a count with a fraction', { ...packed, n: 2.5 }],
    ['a count as text', { ...packed, n: '3' }],
    ['a count of more rows than there are', { ...packed, n: 4 }],
    ['a count of two thousand million rows', { ...packed, n: count }],
    ['a count beyond any memory', { ...packed, n: 2 ** 53 }],
    ['no times', { ...packed, t: undefined }],
    ['times as a list', { ...packed, t: [0, 0, 0] }],
    ['times that are too few', { ...packed, t: short(packed['t']) }],
    ['times beyond the minute', { ...packed, t: Uint8Array.from({ length: 6 }, () => 255) }],
    ['fingerprints that are too few', { ...packed, h: short(packed['h']) }],
    ['halves of fingerprints that are missing', { ...packed, l: undefined }],
    ['a dictionary that is none', { ...packed, f: { outcome: 'failed' } }],
    ['a dictionary of another width', { ...packed, f: { outcome: [['failed'], 3, new Uint8Array(9)] } }],
    ['a dictionary with too few codes', { ...packed, f: { outcome: [['failed'], 1, new Uint8Array(2)] } }],
    ['a code beyond the dictionary', { ...packed, f: { outcome: [['failed'], 1, Uint8Array.from([0, 1, 2])] } }],
    ['numbers that are none', { ...packed, d: { amount: 5 } }],
    ['numbers with too few bytes', { ...packed, d: { amount: [2, new Uint8Array(5)] } }],
    ['floats with too few bytes', { ...packed, d: { amount: [0, new Uint8Array(23)] } }],
    ['numbers of seven bytes', { ...packed, d: { amount: [7, new Uint8Array(21)] } }],
    ['numbers of a third of a byte', { ...packed, d: { amount: [1 / 3, new Uint8Array(1)] } }],
    ['no fields', { ...packed, f: undefined }],
    ['no numbers', { ...packed, d: null }],
    ['no attributes', { ...packed, a: undefined }],
    ['attributes that are no list', { ...packed, a: { bank: [['icbc'], 1, new Uint8Array(3)] } }],
    ['an attribute that is no pair', { ...packed, a: [5] }],
    ['an attribute without a column', { ...packed, a: [['bank']] }],
    ['examples that are no list', { ...packed, e: { 0: 'a' } }],
    ['an example that is no pair', { ...packed, e: ['a'] }],
    ['an example beyond the rows', { ...packed, e: [[3, 'a']] }],
    ['an example of a negative row', { ...packed, e: [[-1, 'a']] }],
    ['an example between two rows', { ...packed, e: [[0.5, 'a']] }],
    ['an example whose id is no text', { ...packed, e: [[0, 7]] }],
  ])('when it holds %s', (_sentence, value) => {
    expect(outcomeOf(() => readPacked(value))).toBe('corrupt');
  });

  it('when it would inflate to more than 96 MB, before it has', () => {
    const bomb = deflateSync(Buffer.alloc(96_000_001));
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => read(bomb)).toThrow(
      expect.objectContaining({ reason: 'corrupt', cause: expect.objectContaining({ code: 'ERR_BUFFER_TOO_LARGE' }) }),
    );
  });

  it('for the changed part alone: the same bytes packed again are read', () => {
    expect(readPacked({ ...packed })).toEqual(read(written.data));
  });
});

describe('a segment of another version', () => {
  it.each([0, 2, 99])('%i is refused as unknown, without a look at its bytes', (version) => {
    expect(outcomeOf(() => read(written.data, version))).toBe('unknown_version');
    expect(outcomeOf(() => read(new Uint8Array(), version))).toBe('unknown_version');
  });

  it('says which version was expected, which came and what to do', () => {
    expect(() => read(written.data, 2)).toThrow(
      new SegmentError('unknown_version', 'segment version: expected 1, got 2; deploy readers before writers'),
    );
  });
});

describe('the error', () => {
  it('says in its message nothing of what the segment holds', () => {
    const secret = encodeColumns(columnsOf([anEvent({ attributes: { bank: 'S3cr3t' } })]));
    const value = decode(inflateSync(secret.data)) as Record<string, unknown>;
    for (const key of Object.keys(value)) {
      expect(() => readPacked({ ...value, [key]: 'S3cr3t' })).toThrow(SegmentError);
      expect(() => readPacked({ ...value, [key]: 'S3cr3t' })).not.toThrow(/S3cr3t/);
    }
  });
});
