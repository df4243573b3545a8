import { days, epochMs, type EpochMs } from '../../shared/core/units.ts';
import type { Line } from './bill/line.ts';
import { type PriceId, prices } from './prices.ts';

/** AWS changes a price of these services every few years, mostly downwards; what was seen longer ago wants another look. */
export const STALE_AFTER = days(365);

/** Of the prices behind these lines those that nobody has seen for a year, oldest first. */
export const stalePrices = (lines: readonly Line[], now: EpochMs): readonly PriceId[] =>
  [...new Set(lines.map(({ price }) => price))]
    .filter((id) => now - seenAt(id) > STALE_AFTER)
    .sort((left, right) => seenAt(left) - seenAt(right));

/** The first and the last day on which one of these prices was seen. */
export const seenBetween = (lines: readonly Line[]): readonly [from: string, to: string] => {
  const dates = lines.map(({ price }) => prices[price].asOf).sort();
  return [dates[0] ?? '', dates.at(-1) ?? ''];
};

const seenAt = (id: PriceId): EpochMs => epochMs(Date.parse(prices[id].asOf));
