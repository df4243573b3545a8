import type { Random } from '../cli/demo/random.ts';
import { addMinutes, addMs, durationMs, type EpochMinute, MINUTES_PER_DAY, startOf } from '../shared/core/units.ts';

/** A payment as its producer reports it. */
export interface ReplayedPayment {
  readonly id: string;
  readonly source: string;
  readonly time: string;
  readonly outcome: 'succeeded' | 'failed' | 'timeout';
  readonly fraud: boolean;
  readonly latencyMs?: number;
  readonly amount: number;
  readonly currency: string;
  readonly attributes: { readonly method: string; readonly bank: string };
}

/** Minutes since the replay began, from and up to. */
export type Stretch = readonly [from: number, to: number];

/** What goes wrong: in a week there is little traffic; a bank fails; for an hour nothing comes at all; for a while nobody evaluates; a method is slow. */
export interface Plan {
  readonly start: EpochMinute;
  readonly perMinute: number;
  readonly poor: Stretch;
  readonly failing: Stretch;
  readonly dead: Stretch;
  /** No ticks: the evaluator is down, or its schedule is. */
  readonly away: Stretch;
  readonly slow: Stretch;
}

export const FAILING_BANK = 'icbc';
export const SLOW_METHOD = 'transfer';
const POOR_SHARE = 0.3;
const banks: ReadonlyMap<string, number> = new Map([
  [FAILING_BANK, 4],
  ['ccb', 3],
  ['abc', 2],
]);
const methods: ReadonlyMap<string, number> = new Map([
  ['qr', 5],
  ['card', 3],
  [SLOW_METHOD, 2],
]);

/** The payments of one minute, the `minute`-th of the replay. Fewer by night. */
export const paymentsOf = (plan: Plan, random: Random, minute: number): ReplayedPayment[] => {
  if (isIn(minute, plan.dead)) return [];
  const start = addMinutes(plan.start, minute);
  const swing = 1 - 0.5 * Math.cos((2 * Math.PI * (start % MINUTES_PER_DAY)) / MINUTES_PER_DAY);
  const share = isIn(minute, plan.poor) ? POOR_SHARE : 1;
  const count = random.integer(Math.ceil(2 * plan.perMinute * swing * share) + 1);
  return Array.from({ length: count }, (_, index): ReplayedPayment => {
    const [bank, method] = [random.pick(banks), random.pick(methods)];
    const failing = bank === FAILING_BANK && isIn(minute, plan.failing) ? 0.6 : 0.01;
    const slower = method === SLOW_METHOD && isIn(minute, plan.slow) ? 10 : 1;
    const outcome = random.chance(failing) ? 'failed' : random.chance(0.002) ? 'timeout' : 'succeeded';
    return {
      id: `p${minute}-${index}`,
      source: 'wallet',
      time: new Date(addMs(startOf(start), durationMs(random.integer(60_000)))).toISOString(),
      outcome,
      fraud: random.chance(0.001),
      // Nobody saw the end of a timeout.
      ...(outcome === 'timeout' ? undefined : { latencyMs: Math.round(random.logNormal(250 * slower, 0.4)) }),
      amount: Math.round(random.logNormal(4_200, 1.1)),
      currency: random.chance(0.9) ? 'CNY' : 'HKD',
      attributes: { method, bank },
    };
  });
};

export const isIn = (minute: number, [from, to]: Stretch): boolean => minute >= from && minute < to;
