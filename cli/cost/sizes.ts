import type { Part } from '../../shared/core/rollup/part.ts';
import type { RollupUnit } from '../../shared/ports/rollups.ts';
import { measured, onCurve } from './measured.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html, of strongly consistent reads */
const BYTES_PER_READ_UNIT = 4096;
const BYTES_PER_WRITE_UNIT = 1024;

/** Of a query, whose items count together. */
export const readUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / BYTES_PER_READ_UNIT));
/** Of one item. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / BYTES_PER_WRITE_UNIT));

/** Of an item that holds so many events of one minute. */
export const segmentItemBytes = (events: number): number => onCurve(measured.segmentBytes, Math.max(1, events));

/** Of an item; a part by an attribute has so many groups. */
export const rollupItemBytes = (part: Part, unit: RollupUnit, groups: number): number => {
  const ofPart = part.by === '' ? 1 : groups;
  return onCurve(measured.rollupBytes[rollupKindOf(part)][unit], ofPart);
};

/** What makes one larger than counts do: sums of value, a sketch of the latencies of the whole, or one of each group. */
const rollupKindOf = ({ metric, by }: Part): keyof typeof measured.rollupBytes => {
  if (metric.bad.kind === 'unanswered') return 'sketches';
  if (metric.bad.kind === 'slower' && by === '') return 'sketch';
  return metric.weight === undefined ? 'counts' : 'value';
};
