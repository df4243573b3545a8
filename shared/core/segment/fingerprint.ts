/** The 64 bits by which an event is known within its minute, as two unsigned 32-bit halves. */
export interface Fingerprint {
  readonly high: number;
  readonly low: number;
}

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const mix = (value: number): number => {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/**
 * MurmurHash3_x86_128 (Austin Appleby, public domain, https://github.com/aappleby/smhasher), its first 64 bits, with seed 0,
 * over the characters of `source`, a NUL and `id`. Both hold ASCII only, so that characters are bytes.
 * Stored segments depend on it: another hash is another codec version. Two different events of one minute are taken for
 * one with a chance of n^2 / 2^65: 1e-10 at 60 000 events a minute. O(length), about 0.1 microseconds for 40 characters.
 */
export const fingerprintOf = (source: string, id: string): Fingerprint => hash(`${source}\0${id}`);

/** The hash itself, over characters below 128. */
export const hash = (text: string): Fingerprint => {
  const length = text.length;
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  const word = (at: number): number =>
    text.charCodeAt(at) |
    (text.charCodeAt(at + 1) << 8) |
    (text.charCodeAt(at + 2) << 16) |
    (text.charCodeAt(at + 3) << 24);

  const whole = length - (length % 16);
  for (let at = 0; at < whole; at += 16) {
    h1 ^= Math.imul(rotate(Math.imul(word(at), C1), 15), C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(word(at + 4), C2), 16), C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(word(at + 8), C3), 17), C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(word(at + 12), C4), 18), C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }

  const tail = (from: number): number => {
    let value = 0;
    for (let at = Math.min(from + 4, length) - 1; at >= from; at--) value = (value << 8) | text.charCodeAt(at);
    return value;
  };
  if (length > whole + 12) h4 ^= Math.imul(rotate(Math.imul(tail(whole + 12), C4), 18), C1);
  if (length > whole + 8) h3 ^= Math.imul(rotate(Math.imul(tail(whole + 8), C3), 17), C4);
  if (length > whole + 4) h2 ^= Math.imul(rotate(Math.imul(tail(whole + 4), C2), 16), C3);
  if (length > whole) h1 ^= Math.imul(rotate(Math.imul(tail(whole), C1), 15), C2);

  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = mix(h1);
  h2 = mix(h2);
  h3 = mix(h3);
  h4 = mix(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  return { high: h1 >>> 0, low: h2 >>> 0 };
};
