import { seededRandom } from '../cli/demo/random.ts';
import { ingest } from '../shared/app/ingest.ts';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import type { Guardrail } from '../shared/core/guardrail/guardrail.ts';
import { addMinutes, days, minutes, MINUTES_PER_DAY, startOf } from '../shared/core/units.ts';
import { BruteForce, type PlainRule } from './brute-force.ts';
import { type Comparison, compareRollups } from './compare-rollups.ts';
import { meteredWorld } from './metered-world.ts';
import { isIn, type Plan, paymentsOf, type ReplayedPayment } from './replayed-traffic.ts';

export interface Replayed extends Comparison {
  readonly ticks: number;
  /** Different payments that were sent. */
  readonly events: number;
  /** Those that came after their minute was sealed, and those that came again in another batch. */
  readonly late: number;
  readonly again: number;
  /** Minutes that were sealed again. */
  readonly resealed: number;
  /** Late markers and unsent messages that are left at the end. */
  readonly left: number;
  /** Minute of the replay and subject of each message. */
  readonly told: readonly string[];
  /** Read units of a tick, for each day: the median. */
  readonly unitsByDay: readonly number[];
}

const LATE = 0.01;
const AGAIN = 0.01;
const LEAST_LATE = minutes(3);
const MOST_LATE = days(2);
/** Ticks after the last payment: until all is sealed, and what came last is sealed again. */
const QUIET_MINUTES = 10;

const RULES = `guardrails:
  - { id: failures, name: Failures, kind: rate, bad: { outcome: [failed, timeout] }, by: [bank], critical: { above: 15% } }
  - { id: latency, name: Latency, kind: latency, percentile: 95, by: [method], critical: { above: 1s } }
  - { id: fraud, name: Fraud, kind: rate, bad: { fraud: [true] }, weight: amount, currency: CNY, critical: { above: 30% } }
  - { id: volume, name: Volume, kind: volume, by: [bank], baseline: { weeks: 4 }, critical: { below: 50% of baseline } }
`;

const isTimeout = ({ outcome }: ReplayedPayment): boolean => outcome === 'timeout';

const plainRules = (guardrails: readonly Guardrail[]): PlainRule[] => {
  const [failures, latency, fraud, volume] = guardrails;
  if (failures === undefined || latency === undefined || fraud === undefined || volume === undefined)
    throw new Error('expected four rules');
  return [
    { guardrail: failures, isCounted: () => true, isBad: ({ outcome }) => outcome !== 'succeeded' },
    {
      guardrail: latency,
      isCounted: (payment) => payment.latencyMs !== undefined || isTimeout(payment),
      isBad: (payment) => isTimeout(payment) || (payment.latencyMs ?? 0) > 1000,
      timed: true,
    },
    {
      guardrail: fraud,
      isCounted: ({ currency }) => currency === 'CNY',
      isBad: ({ fraud: bad }) => bad,
      weighted: true,
    },
    { guardrail: volume, isCounted: () => true, isBad: () => false },
  ];
};

/**
 * Plays `length` minutes of payments through ingest and a tick each minute, on a virtual clock: some come up to two days
 * late, some again. At the end every rollup is compared with what the payments come to, counted one by one. `onDay` hears of each
 * day that is over.
 */
export const replayed = async (
  plan: Plan,
  length: number,
  seed: number,
  onDay: (day: number) => void = () => undefined,
): Promise<Replayed> => {
  const loaded = loadGuardrails(RULES, 'replay');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const world = meteredWorld(loaded.guardrails, startOf(plan.start));
  const truth = new BruteForce(plainRules(loaded.guardrails));
  const random = seededRandom(seed);
  const delayed = new Map<number, ReplayedPayment[]>();
  const totals = { late: 0, again: 0, resealed: 0 };
  const told: string[] = [];
  const units: number[][] = [];
  let ticks = 0;
  const send = async (events: readonly ReplayedPayment[]): Promise<void> => {
    if (events.length === 0) return;
    const outcome = await ingest(world.deps, JSON.stringify({ events }), 'batch');
    if (outcome.kind !== 'stored' || outcome.report.rejected > 0) throw new Error(JSON.stringify(outcome));
    totals.late += outcome.late;
    for (const event of events) truth.add(event);
  };

  let again: readonly ReplayedPayment[] = [];
  for (let minute = 0; minute < length + QUIET_MINUTES; minute++) {
    const payments = minute < length ? paymentsOf(plan, random, minute) : [];
    const onTime: ReplayedPayment[] = [];
    for (const payment of payments) {
      const delay = random.chance(LATE) ? LEAST_LATE * (MOST_LATE / LEAST_LATE) ** random.next() : 0;
      // What would come after the end comes with the last.
      const arrival = Math.min(length, minute + Math.floor(delay / minutes(1)));
      if (arrival === minute) onTime.push(payment);
      else delayed.set(arrival, [...(delayed.get(arrival) ?? []), payment]);
    }
    const tick = startOf(addMinutes(plan.start, minute + 1));
    world.clock.set(tick);
    if (minute > 0 && minute % MINUTES_PER_DAY === 0) onDay(minute / MINUTES_PER_DAY);
    await send([...onTime, ...again]);
    totals.again += again.length;
    again = onTime.filter(() => random.chance(AGAIN));
    await send(delayed.get(minute) ?? []);

    if (isIn(minute, plan.away)) continue;
    const [before, sent] = [world.table.usage.readUnits, world.publisher.sent.length];
    const report = await world.tick(tick);
    ticks++;
    const ofDay = units[Math.floor(minute / MINUTES_PER_DAY)] ?? [];
    units[Math.floor(minute / MINUTES_PER_DAY)] = ofDay;
    ofDay.push(world.table.usage.readUnits - before);
    totals.resealed += report.sealed?.resealed ?? 0;
    for (const { subject } of world.publisher.sent.slice(sent)) told.push(`${minute + 1} ${subject}`);
  }

  const end = world.clock.now();
  const waiting = await world.deps.markers.read(end, 100);
  const outboxes = [...(await world.deps.incidents.readAll()).values()].flatMap(({ state }) => state.outbox);
  return {
    ...(await compareRollups(world.deps.rollups, truth, plan.start, end)),
    ...totals,
    ticks,
    events: truth.events,
    left: waiting.length + outboxes.length,
    told,
    unitsByDay: units.map(median),
  };
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
