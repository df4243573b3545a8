import { seededRandom, type Random } from '../../cli/demo/random.ts';
import { Replay } from '../../cli/replay/replay.ts';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, epochMs, MS_PER_MINUTE, seconds, startOf } from '../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../test/support/builders.ts';
import { seedOf } from './cells.ts';
import { drawsFrom } from './draws.ts';
import { NORMAL } from './rule.ts';

/** A payment system of which, from some second of a minute on, a share of all payments fails. */
export interface Outage {
  readonly perMinute: number;
  readonly failing: number;
  /** Milliseconds from the start of a minute. */
  readonly phase: number;
}

/** Minutes of calm before it, and how many of an outage are waited for. */
const CALM_MINUTES = 40;
const PATIENCE_MINUTES = 180;
/** From when a payment is made until its event is stored: what is made in the last second of a minute misses its tick. */
export const ARRIVAL = seconds(1);

/**
 * Milliseconds from the first payment that the outage made fail to the published message, on the virtual clock: the store, the
 * evaluator and the publisher of production in memory, a tick on each whole minute. Infinity: not within three hours.
 */
export const timeToAlert = async ({ perMinute, failing, phase }: Outage): Promise<number> => {
  const seed = seedOf('alert', perMinute, failing, phase);
  const [random, draws] = [seededRandom(seed), drawsFrom(seed ^ 1)];
  const replay = new Replay({ guardrails: [aGuardrail()], silences: [] }, THIS_MINUTE);
  const begins = addMs(startOf(addMinutes(THIS_MINUTE, CALM_MINUTES)), durationMs(phase));
  let firstBad = Number.POSITIVE_INFINITY;
  let onTheWay: readonly PaymentEvent[] = [];
  for (let minute = 0; minute < CALM_MINUTES + PATIENCE_MINUTES; minute++) {
    const start = startOf(addMinutes(THIS_MINUTE, minute));
    const arrivesUntil = addMs(start, durationMs(MS_PER_MINUTE - ARRIVAL));
    const made = Array.from({ length: draws.poisson(perMinute) }, (_, index) => {
      const time = epochMs(start + random.integer(MS_PER_MINUTE));
      const isOut = time >= begins;
      const isBad = random.chance(isOut ? failing : NORMAL);
      if (isOut && isBad) firstBad = Math.min(firstBad, time);
      return payment(`${minute}-${index}`, time, isBad, random);
    });
    await replay.take(encodeBatch([...onTheWay, ...made.filter(({ time }) => time < arrivesUntil)]).segments);
    onTheWay = made.filter(({ time }) => time >= arrivesUntil);
    if (minute < CALM_MINUTES - 1) {
      await replay.pass();
      continue;
    }
    const { now, sent } = await replay.tick();
    if (sent.length > 0) return startOf(now) - firstBad;
  }
  return Number.POSITIVE_INFINITY;
};

/** Of outages that begin at moments that lie evenly in a minute, in their order. */
export const timesToAlert = async (
  { perMinute, failing }: Omit<Outage, 'phase'>,
  phases: number,
): Promise<readonly number[]> => {
  const times: number[] = [];
  for (let phase = 0; phase < phases; phase++)
    times.push(await timeToAlert({ perMinute, failing, phase: Math.floor(((phase + 0.5) * MS_PER_MINUTE) / phases) }));
  return times;
};

const timeText = (ms: number): string => {
  if (!Number.isFinite(ms)) return `over ${PATIENCE_MINUTES / 60} h`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

const quantile = (times: readonly number[], share: number): string =>
  timeText(
    times.toSorted((left, right) => left - right)[Math.min(times.length - 1, Math.floor(share * times.length))] ??
      Number.NaN,
  );

export const quantiles = new Map([
  ['5 %', 0.05],
  ['25 %', 0.25],
  ['median', 0.5],
  ['75 %', 0.75],
  ['95 %', 0.95],
  ['longest', 1],
]);
export const quantileCells = (times: readonly number[]): readonly string[] =>
  [...quantiles.values()].map((share) => quantile(times, share));

/** Medians of the outages that begin in each ten seconds of the minute. */
export const sixths = ['0 to 9', '10 to 19', '20 to 29', '30 to 39', '40 to 49', '50 to 59'] as const;
export const sixthCells = (times: readonly number[]): readonly string[] =>
  sixths.map((_, index) =>
    quantile(times.slice(Math.floor((index * times.length) / 6), Math.floor(((index + 1) * times.length) / 6)), 0.5),
  );

const BANKS = ['icbc', 'ccb', 'boc', 'abc'] as const;

const payment = (id: string, time: PaymentEvent['time'], isBad: boolean, random: Random): PaymentEvent => ({
  id,
  source: 'wallet',
  time,
  type: 'payment',
  outcome: isBad ? 'failed' : 'succeeded',
  latencyMs: 100 + random.integer(100),
  amount: 1_000 + random.integer(10_000),
  currency: 'CNY',
  attributes: { bank: BANKS[random.integer(BANKS.length)] ?? 'icbc', method: random.chance(0.5) ? 'qr' : 'card' },
});
