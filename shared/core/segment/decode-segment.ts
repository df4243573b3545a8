import { inflateSync } from 'node:zlib';
import { decode as decodeMessagePack } from '@msgpack/msgpack';
import type { AttributeValue } from '../event/event.ts';
import type { EpochMinute } from '../units.ts';
import { type Columns, type DictionaryColumn, dictionaryFields, type Example, numberFields } from './columns.ts';
import { type EncodedSegment, type PackedColumns, SEGMENT_VERSION } from './encoded-segment.ts';
import { unpackNumbers } from './number-column.ts';
import { fromPlanes } from './planes.ts';
import { SegmentError } from './segment-error.ts';

/** What a segment may inflate to: 25 000 events of 16 distinct values each stay below. A bomb is refused before it is memory. */
const LARGEST_INFLATED_BYTES = 96_000_000;

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
