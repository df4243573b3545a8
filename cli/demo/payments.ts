import { addMs, durationMs, type DurationMs, type EpochMs } from '../../shared/core/units.ts';
import type { Random } from './random.ts';
import { banks, isDuring, latencies, merchants, methods, regions, scenario } from './scenario.ts';

/** A payment as the wallet reports it: the JSON that the events API takes. */
export interface Payment {
  readonly id: string;
  readonly source: string;
  readonly time: string;
  readonly outcome: string;
  readonly latencyMs?: number;
  readonly fraud?: true;
  readonly amount: number;
  readonly currency: 'CNY';
  readonly attributes: Readonly<Record<string, string>>;
}

/** The payments that one producer saw in a stretch of time, oldest first. Ids depend on the seed only. */
export const paymentsBetween = (
  random: Random,
  from: EpochMs,
  length: DurationMs,
  source: string,
  mean: number,
): Payment[] => {
  // A few more or less each time; the swing of a real morning is not needed to tell the story.
  const count = Math.max(1, Math.round(mean + (random.next() + random.next() - 1) * 2 * Math.sqrt(mean)));
  const times = Array.from({ length: count }, () => addMs(from, durationMs(random.integer(length)))).sort(
    (a, b) => a - b,
  );
  return times.map((time) => payment(random, time, source));
};

const payment = (random: Random, time: EpochMs, source: string): Payment => {
  const bank = random.pick(banks);
  const method = random.pick(methods);
  const { outcome, reason } = ending(random, time, bank, method);
  const latencyMs = latency(random, time, method, outcome);
  return {
    id: `pay_${base36(random, 5)}${base36(random, 5)}`,
    source,
    time: new Date(time).toISOString(),
    outcome,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(random.chance(scenario.fraudulent) ? { fraud: true as const } : {}),
    amount: Math.max(100, Math.round(random.logNormal(4_200, 1.1))),
    currency: 'CNY',
    attributes: {
      method,
      bank,
      merchant: random.pick(merchants),
      region: random.pick(regions),
      ...(reason === undefined ? {} : { reason }),
    },
  };
};

const base36 = (random: Random, digits: number): string =>
  random
    .integer(36 ** digits)
    .toString(36)
    .padStart(digits, '0');

const ending = (random: Random, time: EpochMs, bank: string, method: string): { outcome: string; reason?: string } => {
  const { outages, failing, timingOut, declining, cancelling } = scenario;
  const outage = outages.find((each) => each.bank === bank && each.methods.includes(method) && isDuring(time, each));
  if (outage !== undefined && random.chance(outage.failing)) return { outcome: 'failed', reason: 'issuer_unavailable' };
  const draw = random.next();
  if (draw < failing) return { outcome: 'failed', reason: random.chance(0.5) ? 'network_error' : 'system_busy' };
  if (draw < failing + timingOut) return { outcome: 'timeout', reason: 'issuer_timeout' };
  if (draw < failing + timingOut + declining) return { outcome: 'declined', reason: 'insufficient_funds' };
  if (draw < failing + timingOut + declining + cancelling) return { outcome: 'cancelled' };
  return { outcome: 'succeeded' };
};

/** A timeout has none: nobody saw it end. */
const latency = (random: Random, time: EpochMs, method: string, outcome: string): number | undefined => {
  const usual = latencies.get(method) ?? { median: 250, sigma: 0.4 };
  const slow = method === scenario.slowness.method && isDuring(time, scenario.slowness) ? scenario.slowness.factor : 1;
  const drawn = Math.round(random.logNormal(usual.median * slow, usual.sigma));
  return outcome === 'timeout' ? undefined : drawn;
};
