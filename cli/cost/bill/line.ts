import { type PriceId, prices, type Service } from '../prices.ts';

/** A line of a bill: (quantity - free) / per x usd = amount. */
export interface Line {
  readonly service: Service;
  readonly what: string;
  /** A month. */
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
  readonly per: number;
  /** Of the quantity, what the account's free tier covers. */
  readonly free: number;
  readonly amount: number;
  readonly price: PriceId;
}

/** One line, or one for each tier of the price that the quantity reaches; none for nothing. */
export const line = (what: string, id: PriceId, quantity: number): readonly Line[] => {
  const { service, unit, usd, per, beyond = [] } = prices[id];
  const tiers = [{ from: 0, usd }, ...beyond];
  return tiers.flatMap((tier, index) => {
    const end = tiers[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const inTier = Math.min(quantity, end) - tier.from;
    if (inTier <= 0) return [];
    const amount = (inTier / per) * tier.usd;
    const named = index === 0 ? what : `${what}, beyond ${tier.from.toLocaleString('en-US')}`;
    return [{ service, what: named, quantity: inTier, unit, usd: tier.usd, per, free: 0, amount, price: id }];
  });
};

/** The same lines with what AWS gives every account each month for ever, as if nothing else ran in it. */
export const withFreeTier = (lines: readonly Line[]): readonly Line[] => {
  const left = new Map<PriceId, number>();
  return lines.map((each) => {
    const { price, quantity, usd, per } = each;
    const remaining = left.get(price) ?? prices[price].alwaysFree ?? 0;
    const free = Math.min(remaining, quantity);
    left.set(price, remaining - free);
    return { ...each, free, amount: ((quantity - free) / per) * usd };
  });
};

export const totalOf = (lines: readonly Pick<Line, 'amount'>[]): number =>
  lines.reduce((sum, { amount }) => sum + amount, 0);
