import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { decode as decodeMessagePack, encode as encodeMessagePack } from '@msgpack/msgpack';
import type { AttributeValue } from '../event/event.ts';
import type { EpochMinute } from '../units.ts';
import { type Columns, type DictionaryColumn, dictionaryFields, type Example, numberFields } from './columns.ts';
import { packNumbers, type PackedNumbers, unpackNumbers } from './number-column.ts';
import { fromPlanes, toPlanes } from './planes.ts';
import { SegmentError } from './segment-error.ts';

/** The form that is written. Readers know every form that was ever written. */
export const SEGMENT_VERSION = 1;

/**
 * Less effort than zlib's default, and smaller blocks, of which each has codes of its own: 500 payments take 0.7 of the time
 * and 1 % more bytes, 5 000 take 0.6 and no more. Not looking for repetitions at all (Z_RLE) would take half the time, but of
 * merchants' ids or addresses of pages, whose beginnings are the same, 1.4 to 1.7 times the bytes.
 */
const DEFLATE = { level: 3, memLevel: 7 };

/** What a segment may inflate to: 25 000 events of 16 distinct values each stay below. A bomb is refused before it is memory. */
const LARGEST_INFLATED_BYTES = 96_000_000;

export interface EncodedSegment {
  /** Of the content: the same events are the same id, so that a write repeated is the same item again. */
  readonly id: string;
  readonly minute: EpochMinute;
  readonly version: number;
  readonly count: number;
  /** MessagePack of the packed columns, deflated with zlib's checksum. */
  readonly data: Uint8Array;
}

type PackedDictionary = readonly [values: readonly AttributeValue[], width: number, codes: Uint8Array];

interface PackedColumns {
  readonly n: number;
  /** Milliseconds since the row before, or since the minute began. */
  readonly t: Uint8Array;
  readonly h: Uint8Array;
  readonly l: Uint8Array;
  readonly f: Readonly<Record<string, PackedDictionary>>;
  readonly d: Readonly<Record<string, PackedNumbers>>;
  /** Attributes as pairs, not as a map: their names come from outside. */
  readonly a: readonly (readonly [name: string, column: PackedDictionary])[];
  /** Ids of a few rows. Optional, so that the version stays: segments without it are read, and old readers pass it over. */
  readonly e?: readonly PackedExample[];
}

type PackedExample = readonly [row: number, id: string];

export const encodeColumns = (columns: Columns): EncodedSegment => {
  const steps = columns.offsetMs.map((offset, row) => offset - (row === 0 ? 0 : (columns.offsetMs[row - 1] ?? 0)));
  const packed: PackedColumns = {
    n: columns.count,
    t: toPlanes(steps, 2),
    h: toPlanes(columns.fingerprintHigh, 4),
    l: toPlanes(columns.fingerprintLow, 4),
    f: Object.fromEntries([...columns.fields].map(([field, column]) => [field, packDictionary(column)])),
    d: Object.fromEntries([...columns.numbers].map(([field, column]) => [field, packNumbers(column)])),
    a: [...columns.attributes].map(([name, column]) => [name, packDictionary(column)]),
    ...(columns.examples.length === 0 ? undefined : { e: columns.examples.map(({ row, id }) => [row, id] as const) }),
  };
  const bytes = encodeMessagePack(packed);
  return {
    id: contentHash(columns.minute, bytes),
    minute: columns.minute,
    version: SEGMENT_VERSION,
    count: columns.count,
    data: deflateSync(bytes, DEFLATE),
  };
};

// Hashed before deflating: another zlib would give other bytes for the same events.
const contentHash = (minute: EpochMinute, bytes: Uint8Array): string =>
  createHash('sha256').update(`${SEGMENT_VERSION} ${minute} `).update(bytes).digest('base64url').slice(0, 22);

const packDictionary = ({ values, codes }: DictionaryColumn): PackedDictionary => {
  const width = codes.BYTES_PER_ELEMENT;
  return [values, width, width === 1 ? new Uint8Array(codes) : toPlanes(codes, width)];
};

/** Throws {@link SegmentError}: `unknown_version` from a newer release, `corrupt` when the bytes are not what was written. */
export const decodeSegment = (segment: Pick<EncodedSegment, 'minute' | 'version' | 'data'>): Columns => {
  if (segment.version !== SEGMENT_VERSION) {
    throw new SegmentError(
      'unknown_version',
      `segment version: expected ${SEGMENT_VERSION}, got ${segment.version}; deploy readers before writers`,
    );
  }
  try {
    const bytes = inflateSync(segment.data, { maxOutputLength: LARGEST_INFLATED_BYTES });
    return unpack(segment.minute, decodeMessagePack(bytes) as Partial<PackedColumns> | null);
  } catch (error) {
    if (error instanceof SegmentError) throw error;
    throw new SegmentError('corrupt', 'segment: expected deflated MessagePack columns', { cause: error });
  }
};

const unpack = (minute: EpochMinute, packed: Partial<PackedColumns> | null): Columns => {
  const count = packed?.n;
  if (!packed || typeof count !== 'number' || !Number.isInteger(count) || count < 1) throw corrupt('row count');
  const offsetMs = new Uint16Array(count);
  let time = 0;
  for (const [row, step] of whole(packed.t, count, 2, 'times').entries()) offsetMs[row] = time += step;
  if (time >= 60_000) throw corrupt('times');
  return {
    minute,
    count,
    offsetMs,
    fingerprintHigh: Uint32Array.from(whole(packed.h, count, 4, 'fingerprints')),
    fingerprintLow: Uint32Array.from(whole(packed.l, count, 4, 'fingerprints')),
    fields: new Map(
      present(dictionaryFields, packed.f).map(([field, column]) => [field, unpackDictionary(column, count)]),
    ),
    numbers: new Map(present(numberFields, packed.d).map(([field, column]) => [field, unpackNumbers(column, count)])),
    attributes: new Map(pairs(packed.a).map(([name, column]) => [name, unpackDictionary(column, count)])),
    examples: unpackExamples(packed.e, count),
  };
};

const unpackExamples = (packed: unknown, count: number): Example[] => {
  if (packed === undefined) return [];
  if (!Array.isArray(packed)) throw corrupt('examples');
  return packed.map((example: unknown): Example => {
    const [row, id] = Array.isArray(example) ? (example as readonly unknown[]) : [];
    const isRow = typeof row === 'number' && Number.isInteger(row) && row >= 0 && row < count;
    if (!isRow || typeof id !== 'string') throw corrupt('examples');
    return { row, id };
  });
};

const present = <Field extends string, Packed>(
  fields: readonly Field[],
  packed: Readonly<Record<string, Packed>> | undefined,
): [Field, Packed][] => {
  if (typeof packed !== 'object' || packed === null) throw corrupt('columns');
  return fields.flatMap((field): [Field, Packed][] => {
    const column = packed[field];
    return column === undefined ? [] : [[field, column]];
  });
};

const pairs = (packed: PackedColumns['a'] | undefined): PackedColumns['a'] => {
  if (!Array.isArray(packed)) throw corrupt('attributes');
  return packed;
};

const whole = (planes: unknown, count: number, width: number, what: string): Float64Array => {
  if (!(planes instanceof Uint8Array) || planes.length !== count * width) throw corrupt(what);
  return fromPlanes(planes, count, width);
};

const unpackDictionary = (packed: unknown, count: number): DictionaryColumn => {
  const [values, width, codes] = Array.isArray(packed) ? (packed as readonly unknown[]) : [];
  if (!Array.isArray(values) || (width !== 1 && width !== 2)) throw corrupt('dictionary');
  const unpacked = whole(codes, count, width, 'dictionary codes');
  if (unpacked.some((code) => code > values.length)) throw corrupt('dictionary codes');
  return {
    values: values as AttributeValue[],
    codes: width === 1 ? Uint8Array.from(unpacked) : Uint16Array.from(unpacked),
  };
};

const corrupt = (what: string): SegmentError =>
  new SegmentError('corrupt', `segment: ${what} are not what was written`);
