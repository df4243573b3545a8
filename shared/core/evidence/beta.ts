/**
 * The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is at most x, and through it
 * the tail of the binomial distribution at real-valued counts. Right to 1e-9 relative for a + b up to 1e8.
 *
 * Continued fraction of Didonato and Morris (NIST DLMF 8.17.22, https://dlmf.nist.gov/8.17#v), evaluated by Lentz's
 * method; O(sqrt(a + b)) steps. The power in front of it, x^a (1-x)^b / B(a, b), is computed by the saddle-point
 * expansion of C. Loader, 'Fast and Accurate Computation of Binomial Probabilities' (2000): the difference of
 * logarithms of gamma functions of 1e8 keeps only seven digits.
 *
 * a > 0, b > 0, 0 <= x <= 1; `regularizedBeta(0.05, 10, 91)` is 0.0282, the chance of 10 or more failures of 100 at 5 %.
 */
export const regularizedBeta = (x: number, a: number, b: number): number => {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1))
    throw new RangeError(`expected a > 0, b > 0 and 0 <= x <= 1, got a ${a}, b ${b}, x ${x}`);
  if (x === 0 || x === 1) return x;
  const power = powerOverBeta(x, a, b);
  // The fraction converges fast below the mean; above it the other tail is computed.
  return x <= (a + 1) / (a + b + 2) ? (power * fraction(x, a, b)) / a : 1 - (power * fraction(1 - x, b, a)) / b;
};

const TINY = 1e-300;
const ENOUGH = 4e-16;
/** Steps needed grow with the square root of a + b; at 1e8 and the mean they stay below 30 000. */
const MOST_STEPS = 200_000;

/** A divisor of Lentz's method must not be zero. */
const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

const fraction = (x: number, a: number, b: number): number => {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    result *= step;
    if (Math.abs(step - 1) < ENOUGH) return result;
  }
  throw new RangeError(`no convergence at a ${a}, b ${b}, x ${x}`);
};

/** x^a (1 - x)^b / B(a, b). */
const powerOverBeta = (x: number, a: number, b: number): number => {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * (1 - x));
  return Math.exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n));
};

/** Error of Stirling's formula: ln Gamma(z + 1) - ((z + 1/2) ln z - z + ln(2 pi) / 2). */
const stirlingError = (z: number): number => {
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
const deviance = (k: number, mean: number): number => {
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
