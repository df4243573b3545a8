/**
 * Byte planes: all first bytes, then all second bytes, and so on. Neighbouring numbers differ in their low bytes only, so
 * that the planes of high bytes deflate to almost nothing, which interleaved bytes do not.
 * Little-endian whatever the machine: the bytes are stored.
 */
export const toPlanes = (values: ArrayLike<number>, width: number): Uint8Array => {
  const count = values.length;
  const planes = new Uint8Array(count * width);
  for (let index = 0; index < count; index++) {
    let rest = values[index] ?? 0;
    for (let plane = 0; plane < width; plane++) {
      planes[plane * count + index] = rest & 0xff;
      rest = Math.floor(rest / 256);
    }
  }
  return planes;
};

/** The inverse of {@link toPlanes} for whole numbers of up to six bytes. `planes` holds `count * width` bytes. */
export const fromPlanes = (planes: Uint8Array, count: number, width: number): Float64Array => {
  const values = new Float64Array(count);
  let scale = 1;
  for (let plane = 0; plane < width; plane++) {
    for (let index = 0; index < count; index++) {
      values[index] = (values[index] ?? 0) + (planes[plane * count + index] ?? 0) * scale;
    }
    scale *= 256;
  }
  return values;
};

/** Bytes that hold a whole number from 0 to `largest`; undefined above six bytes, where `&` and 2^53 get in the way. */
export const widthFor = (largest: number): number | undefined => {
  for (let width = 1; width <= 6; width++) if (largest < 256 ** width) return width;
  return undefined;
};
