/**
 * Byte planes: all first bytes, then all second bytes, and so on. Neighbouring numbers differ in their low bytes only, so
 * that the planes of high bytes deflate to almost nothing, which interleaved bytes do not.
 * Little-endian whatever the machine: the bytes are stored.
 */
export const toPlanes = (values: ArrayLike<number>, width: number): Uint8Array => {
  const count = values.length;
  const planes = new Uint8Array(count * width);
  let place = 0;
  for (let plane = 0; plane < width; plane++) {
    const scale = 256 ** -plane;
    // A byte keeps neither a fraction nor what is above 255.
    for (let index = 0; index < count; index++) planes[place++] = (values[index] ?? 0) * scale;
  }
  return planes;
};

/**
 * The inverse of {@link toPlanes} for whole numbers of up to six bytes. `planes` holds `count * width` bytes.
 * Two bytes and four, which every row has, are put together in one go below: they are most of what a tick reads.
 */
export const fromPlanes = (planes: Uint8Array, count: number, width: number): Float64Array => {
  const values = new Float64Array(count);
  let scale = 1;
  for (let plane = 0; plane < width; plane++) {
    const start = plane * count;
    for (let index = 0; index < count; index++)
      values[index] = (values[index] ?? 0) + (planes[start + index] ?? 0) * scale;
    scale *= 256;
  }
  return values;
};

export const fromTwoPlanes = (planes: Uint8Array, count: number): Uint16Array => {
  const values = new Uint16Array(count);
  for (let index = 0; index < count; index++)
    values[index] = (planes[index] ?? 0) | ((planes[count + index] ?? 0) << 8);
  return values;
};

export const fromFourPlanes = (planes: Uint8Array, count: number): Uint32Array => {
  const values = new Uint32Array(count);
  for (let index = 0; index < count; index++)
    values[index] =
      (planes[index] ?? 0) |
      ((planes[count + index] ?? 0) << 8) |
      ((planes[2 * count + index] ?? 0) << 16) |
      ((planes[3 * count + index] ?? 0) << 24);
  return values;
};

/** Bytes that hold a whole number from 0 to `largest`; undefined above six bytes, where `&` and 2^53 get in the way. */
export const widthFor = (largest: number): number | undefined => {
  for (let width = 1; width <= 6; width++) if (largest < 256 ** width) return width;
  return undefined;
};
