import { inflateSync } from 'node:zlib';
import { decode as decodeMessagePack } from '@msgpack/msgpack';
import type { AttributeValue } from '../event/event.ts';
import type { EpochMinute } from '../units.ts';
import { type Columns, type DictionaryColumn, dictionaryFields, type Example, numberFields } from './columns.ts';
import { type EncodedSegment, type PackedColumns, SEGMENT_VERSION } from './encoded-segment.ts';
import { unpackNumbers } from './number-column.ts';
import { fromFourPlanes, fromTwoPlanes } from './planes.ts';
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
    const { buffer, byteOffset, length } = inflateSync(segment.data, { maxOutputLength: LARGEST_INFLATED_BYTES });
    // Not as a Buffer, whose parts are Buffers: columns are parts of it, and a Buffer's slice is no copy.
    const bytes = new Uint8Array(buffer, byteOffset, length);
    return unpack(segment.minute, decodeMessagePack(bytes) as Partial<PackedColumns> | null);
  } catch (error) {
    if (error instanceof SegmentError) throw error;
    throw new SegmentError('corrupt', 'segment: expected deflated MessagePack columns', { cause: error });
  }
};

const unpack = (minute: EpochMinute, packed: Partial<PackedColumns> | null): Columns => {
  const count = packed?.n;
  if (!packed || typeof count !== 'number' || !Number.isInteger(count) || count < 1) throw corrupt('row count');
  return {
    minute,
    count,
    offsetMs: unpackTimes(packed.t, count),
    fingerprintHigh: fromFourPlanes(whole(packed.h, count, 4, 'fingerprints'), count),
    fingerprintLow: fromFourPlanes(whole(packed.l, count, 4, 'fingerprints'), count),
    fields: new Map(
      present(dictionaryFields, packed.f).map(([field, column]) => [field, unpackDictionary(column, count)]),
    ),
    numbers: new Map(present(numberFields, packed.d).map(([field, column]) => [field, unpackNumbers(column, count)])),
    attributes: new Map(pairs(packed.a).map(([name, column]) => [name, unpackDictionary(column, count)])),
    examples: unpackExamples(packed.e, count),
  };
};

const unpackTimes = (planes: unknown, count: number): Uint16Array => {
  const offsetMs = fromTwoPlanes(whole(planes, count, 2, 'times'), count);
  let time = 0;
  for (let row = 0; row < count; row++) offsetMs[row] = time += offsetMs[row] ?? 0;
  if (time >= 60_000) throw corrupt('times');
  return offsetMs;
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

/** The bytes of so many rows, as they lie in the segment: a copy of each would be most of what reading costs. */
const whole = (planes: unknown, count: number, width: number, what: string): Uint8Array => {
  if (!(planes instanceof Uint8Array) || planes.length !== count * width) throw corrupt(what);
  return planes;
};

const unpackDictionary = (packed: unknown, count: number): DictionaryColumn => {
  const [values, width, planes] = Array.isArray(packed) ? (packed as readonly unknown[]) : [];
  if (!Array.isArray(values) || (width !== 1 && width !== 2)) throw corrupt('dictionary');
  const bytes = whole(planes, count, width, 'dictionary codes');
  const codes = width === 1 ? bytes : fromTwoPlanes(bytes, count);
  for (let row = 0; row < count; row++) if ((codes[row] ?? 0) > values.length) throw corrupt('dictionary codes');
  return { values: values as AttributeValue[], codes };
};

const corrupt = (what: string): SegmentError =>
  new SegmentError('corrupt', `segment: ${what} are not what was written`);
