import { evidenceDefaults } from './constants.ts';
import type { HourOfCounts } from './hour-of-counts.ts';

/**
 * How many bad events come together, from how few minutes have any: of bursts that come by chance (a compound Poisson
 * process) a share exp(-bursts / m) of m minutes has none, so there were -m ln(1 - bad minutes / m) of them. About 1 where
 * events fail by themselves, and where hardly a minute is without one, of which it can't be told.
 *
 * Pearson's chi^2 knows them too, but not where they are most of their minute: a payment that fails and is retried four
 * times makes five of the six events of a quiet minute, and such an hour looks as if it varied less than coin flips do.
 */
export const burstSize = (hour: HourOfCounts): number => {
  const { minutes, badMinutes, bad } = hour;
  if (badMinutes === 0 || badMinutes > evidenceDefaults.learned.mostBadMinutes * minutes) return 1;
  const bursts = -minutes * Math.log1p(-badMinutes / minutes);
  return bad / bursts / Math.max(1, busier(hour));
};

/**
 * How many times as many good events the minutes with bad ones have as all minutes: they may have more bad ones since they
 * are busier, like those of a job on the hour, and a burst of bad ones brings no good ones along. Of their events it is
 * known that they are at least K^2 / sum k^2 / n (Cauchy and Schwarz).
 */
const busier = ({ minutes, badMinutes, bad, total, badSquaresOverTotal }: HourOfCounts): number =>
  (bad ** 2 / badSquaresOverTotal - bad) / badMinutes / ((total - bad) / minutes);
