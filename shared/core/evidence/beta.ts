import { away, deviance, ENOUGH, MOST_STEPS, stirlingError } from './saddle-point.ts';

/**
 * The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is at most x, and through it
 * the tail of the binomial distribution at real-valued counts. Right to 1e-9 relative for a + b up to 1e8.
 *
 * Continued fraction of Didonato and Morris (NIST DLMF 8.17.22, https://dlmf.nist.gov/8.17#v), evaluated by Lentz's
 * method; O(sqrt(a + b)) steps. The power in front of it, x^a (1-x)^b / B(a, b), is computed by the saddle-point
 * expansion (see saddle-point.ts).
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

/** x^a (1 - x)^b / B(a, b): the density of a Beta(a, b) variable at x in steps of its log-odds. */
export const powerOverBeta = (x: number, a: number, b: number): number => {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * (1 - x));
  return Math.exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n));
};
