/**
 * What the beta and the gamma function have in common: logarithms of gamma functions without the digits that cancel.
 * The difference of two such logarithms of 1e8 keeps only seven digits. After C. Loader, 'Fast and Accurate Computation
 * of Binomial Probabilities' (2000).
 */

/** Error of Stirling's formula: ln Gamma(z + 1) - ((z + 1/2) ln z - z + ln(2 pi) / 2), for z > 0. */
export const stirlingError = (z: number): number => {
  let shifted = z;
  let sum = 0;
  // The series is good to 1e-17 from 16 on; below, the error of z follows from that of z + 1.
  while (shifted < 16) {
    sum += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
    shifted += 1;
  }
  const square = 1 / (shifted * shifted);
  return sum + (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - square / 1188) * square) * square) * square) / shifted;
};

/** Loader's bd0: k ln(k / mean) + mean - k, without cancellation where k is near the mean. */
export const deviance = (k: number, mean: number): number => {
  const difference = k - mean;
  if (Math.abs(difference) >= 0.1 * (k + mean)) return k * Math.log(k / mean) - difference;
  const v = difference / (k + mean);
  let sum = difference * v;
  let term = 2 * k * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
};

const TINY = 1e-300;
/** A divisor of Lentz's method (continued fractions, NIST DLMF 3.10(iii)) must not be zero. */
export const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
/** A step that changes the result by less than this is the last. */
export const ENOUGH = 4e-16;
/** Steps needed grow with the square root of the counts; at 1e8, near the mean, they stay below 100 000. */
export const MOST_STEPS = 200_000;
