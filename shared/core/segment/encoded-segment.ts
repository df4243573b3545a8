import type { AttributeValue } from '../event/event.ts';
import type { EpochMinute } from '../units.ts';
import type { PackedNumbers } from './number-column.ts';

/** The form that is written. Readers know every form that was ever written. */
export const SEGMENT_VERSION = 1;

export interface EncodedSegment {
  /** Of the content: the same events are the same id, so that a write repeated is the same item again. */
  readonly id: string;
  readonly minute: EpochMinute;
  readonly version: number;
  readonly count: number;
  /** MessagePack of the packed columns, deflated with zlib's checksum. */
  readonly data: Uint8Array;
}

export type PackedDictionary = readonly [values: readonly AttributeValue[], width: number, codes: Uint8Array];

export interface PackedColumns {
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

export type PackedExample = readonly [row: number, id: string];
