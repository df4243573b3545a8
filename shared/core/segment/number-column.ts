import { SegmentError } from './segment-error.ts';
import { fromPlanes, toPlanes, widthFor } from './planes.ts';

/** Whole numbers as `[bytes each, planes of value + 1]`, 0 for absent; anything else as `[0, presence and float64]`. */
export type PackedNumbers = readonly [width: number, data: Uint8Array];

export const packNumbers = (values: Float64Array): PackedNumbers => {
  const present = new Float64Array(values.length);
  let largest = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || value < 0) return packFloats(values);
    present[row] = value + 1;
    if (value >= largest) largest = value + 1;
  }
  const width = widthFor(largest);
  return width === undefined ? packFloats(values) : [width, toPlanes(present, width)];
};

// NaN is not a number that JSON can say, so that it is free to mean 'absent' in the stored floats too.
const packFloats = (values: Float64Array): PackedNumbers => {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  // Plus 0, since -0 and 0 are one number and must be one in the bytes too.
  for (const [index, value] of values.entries()) view.setFloat64(index * 8, value + 0, true);
  return [0, new Uint8Array(view.buffer)];
};

/** Throws {@link SegmentError} when the bytes are not `count` numbers. */
export const unpackNumbers = (packed: unknown, count: number): Float64Array => {
  const [width, data] = Array.isArray(packed) ? (packed as readonly unknown[]) : [];
  if (
    typeof width !== 'number' ||
    !Number.isInteger(width) ||
    !(data instanceof Uint8Array) ||
    data.length !== count * (width === 0 ? 8 : width) ||
    width > 6
  ) {
    throw new SegmentError('corrupt', `number column: expected [width, bytes] for ${count} rows`);
  }
  if (width === 0) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    return Float64Array.from({ length: count }, (_, index) => view.getFloat64(index * 8, true));
  }
  const values = fromPlanes(data, count, width);
  for (let row = 0; row < count; row++) values[row] = values[row] === 0 ? Number.NaN : (values[row] ?? 0) - 1;
  return values;
};
