import { type Look, shareOfChance } from '../../../shared/core/evidence/judge.ts';
import { reachOf } from '../../../shared/core/evidence/reach.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import type { Series } from '../../../shared/core/rollup/series.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import {
  addMinutes,
  type EpochMinute,
  epochMs,
  hourOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  minuteOf,
} from '../../../shared/core/units.ts';
import { aGuardrail } from '../../support/builders.ts';

type Keys = Record<string, unknown>;

/** Chargebacks against payments; the keys are those of guardrails.yaml. */
export const aMonthly = (keys: Keys = {}): Guardrail =>
  aGuardrail({
    id: 'chargebacks',
    name: 'Chargebacks',
    kind: 'monthly',
    bad: { type: 'chargeback' },
    of: {},
    critical: { ratio: '1.5%', count: 100 },
    ...keys,
  });

/** `2026-11-08`, or with a time, as UTC has it unless it says otherwise. */
export const minuteAt = (text: string): EpochMinute => minuteOf(epochMs(Date.parse(text)));

/** Events of an hour that begins at `hour`, all of one value. */
export type Hourly = (hour: EpochMinute) => number;

/** So many a day, at ten o'clock UTC. */
export const atTen =
  (count: number): Hourly =>
  (hour) =>
    hour % MINUTES_PER_DAY === 10 * MINUTES_PER_HOUR ? count : 0;
/** So many a day, hour by hour, whole ones. */
export const allDay =
  (count: number): Hourly =>
  (hour) => {
    const ofDay = (hour % MINUTES_PER_DAY) / MINUTES_PER_HOUR;
    return Math.floor(((ofDay + 1) * count) / 24) - Math.floor((ofDay * count) / 24);
  };

export interface Told {
  readonly bad?: Hourly;
  readonly total?: Hourly;
  readonly exempt?: Hourly;
  /** Minor units of each bad event. */
  readonly size?: number;
  readonly knownFrom?: EpochMinute;
}

/** What a tick sees of one member: hours from where the guardrail's reach begins, and no minutes before the hour of now. */
export const aMonthLook = (guardrail: Guardrail, now: EpochMinute, told: Told, overrides: Partial<Look> = {}): Look => {
  const oldest = reachOf(guardrail, now).oldest;
  const knownFrom = told.knownFrom ?? oldest;
  const series = guardrail.metrics.map((_, metric) => {
    const month = guardrail.month;
    const none: Hourly = () => 0;
    const hourly =
      (metric === month?.total ? told.total : metric === month?.exempt?.metric ? told.exempt : told.bad) ?? none;
    return hoursOf(knownFrom, now, hourly, metric === month?.amount ? (told.size ?? 0) : undefined);
  });
  return { guardrail, series, now, alpha: shareOfChance(guardrail, 1), history: 1, ...overrides };
};

const hoursOf = (from: EpochMinute, now: EpochMinute, hourly: Hourly, size: number | undefined): Series => {
  const older: Bucket[] = [];
  for (let hour = from; hour < hourOf(now); hour = addMinutes(hour, MINUTES_PER_HOUR)) {
    const total = hourly(hour);
    if (total > 0) older.push(bucketOf(hour, total, size));
  }
  const minutes = now - hourOf(now);
  const none = new Float64Array(minutes);
  return {
    from: hourOf(now),
    bad: none,
    total: none,
    ...(size === undefined
      ? undefined
      : { value: { bad: none, total: none, badSquares: none, totalSquares: none, largestBad: none } }),
    older,
    knownFrom: from,
  };
};

const bucketOf = (from: EpochMinute, total: number, size: number | undefined): Bucket => ({
  from,
  to: addMinutes(from, MINUTES_PER_HOUR),
  bad: 0,
  total,
  minutes: 1,
  badMinutes: 0,
  goodMinutes: 1,
  squares: total ** 2,
  badSquaresOverTotal: 0,
  ...(size === undefined
    ? undefined
    : { value: { bad: 0, total: total * size, badSquares: 0, totalSquares: total * size ** 2, largestBad: 0 } }),
});
