import { type Counts, countsOf } from './counts.ts';
import { type Draws, drawsFrom } from './draws.ts';

/** How the failures of a minute depend on each other, or those of one minute on those of the one before. */
export type Data =
  | { readonly kind: 'independent' }
  /** Beta-binomial: the rate of each minute is drawn anew. */
  | { readonly kind: 'overdispersed'; readonly icc: number }
  /** AR(1) of the log-odds: the rate wanders with this spread, and forgets in `minutes`. */
  | { readonly kind: 'wandering'; readonly spread: number; readonly minutes: number }
  /** Each payment that fails is five events, one that does not is one. */
  | { readonly kind: 'retries' };

export const nameOf = (data: Data): string => {
  switch (data.kind) {
    case 'independent':
      return 'independent';
    case 'overdispersed':
      return `rates vary (ICC ${data.icc})`;
    case 'wandering':
      return `rates wander (sd ${data.spread}, ${data.minutes} min)`;
    case 'retries':
      return 'retries in fives';
  }
};

export interface Traffic {
  readonly data: Data;
  /** On average; how many come in a minute is a Poisson number. */
  readonly perMinute: number;
  readonly minutes: number;
  /** Of the events of a minute, how many fail on average. */
  readonly rateAt: (minute: number) => number;
}

const RETRIES = 5;

export const drawCounts = ({ data, perMinute, minutes, rateAt }: Traffic, seed: number): Counts => {
  const draws = drawsFrom(seed);
  const [bad, total] = [new Float64Array(minutes), new Float64Array(minutes)];
  switch (data.kind) {
    case 'independent':
    case 'overdispersed':
      for (let minute = 0; minute < minutes; minute++) {
        const rate = rateAt(minute);
        const count = draws.poisson(perMinute);
        total[minute] = count;
        bad[minute] = draws.binomial(count, data.kind === 'independent' ? rate : draws.beta(rate, data.icc));
      }
      return countsOf(bad, total);
    case 'wandering': {
      const rates = wander(data, minutes, rateAt, draws);
      for (let minute = 0; minute < minutes; minute++) {
        const count = draws.poisson(perMinute);
        total[minute] = count;
        bad[minute] = draws.binomial(count, rates[minute] ?? 0);
      }
      return countsOf(bad, total, rates);
    }
    case 'retries':
      for (let minute = 0; minute < minutes; minute++) {
        const rate = rateAt(minute);
        // Of the payments fewer fail than of the events.
        const failing = rate / (RETRIES - (RETRIES - 1) * rate);
        const payments = draws.poisson(perMinute / (1 + (RETRIES - 1) * failing));
        const failed = draws.binomial(payments, failing);
        bad[minute] = RETRIES * failed;
        total[minute] = payments + (RETRIES - 1) * failed;
      }
      return countsOf(bad, total);
  }
};

const wander = (
  { spread, minutes: memory }: Extract<Data, { kind: 'wandering' }>,
  minutes: number,
  rateAt: Traffic['rateAt'],
  draws: Draws,
): Float64Array => {
  const kept = Math.exp(-1 / memory);
  let shift = spread * draws.normal();
  return Float64Array.from({ length: minutes }, (_, minute) => {
    const rate = rateAt(minute);
    const wandering = 1 / (1 + ((1 - rate) / rate) * Math.exp(-shift));
    shift = kept * shift + spread * Math.sqrt(1 - kept * kept) * draws.normal();
    return wandering;
  });
};
