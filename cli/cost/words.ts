import { countText } from '../../shared/core/message/format.ts';
import type { Line } from './bill/line.ts';
import type { Way } from './deployment.ts';
import type { Price } from './prices.ts';

/** `1,234.56`; what is less than half a cent is not nothing. */
export const dollarText = (usd: number): string =>
  usd > 0 && usd < 0.005
    ? '<0.01'
    : usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `5,256,000`, `14.5`, `0.087`: three digits at least. */
export const quantityText = (quantity: number): string =>
  quantity >= 100 ? countText(Math.round(quantity)) : quantity.toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** `0.625 per million`, `0.3`. */
export const priceText = ({ usd, per }: Pick<Line, 'usd' | 'per'>): string => {
  const price = usd.toLocaleString('en-US', { maximumFractionDigits: 10 });
  if (per === 1) return price;
  return `${price} per ${per === 1_000_000 ? 'million' : countText(per)}`;
};

/** `0.3, beyond 10,000 0.1`: the price with its tiers. */
export const tiersText = ({ usd, per, beyond = [] }: Pick<Price, 'usd' | 'per' | 'beyond'>): string =>
  [
    priceText({ usd, per }),
    ...beyond.map((tier) => `beyond ${countText(tier.from)} ${priceText({ usd: tier.usd, per })}`),
  ].join(', ');

/** `25`, `1.1`: how many times as much. */
export const timesText = (times: number): string =>
  times >= 10 ? countText(Math.round(times)) : times.toLocaleString('en-US', { maximumSignificantDigits: 2 });

export const wayTexts: Readonly<Record<Way, string>> = {
  http: 'over HTTPS',
  queue: 'over the queue',
  stream: 'over a stream',
};
