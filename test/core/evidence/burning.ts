import type { Look } from '../../../shared/core/evidence/judge.ts';
import type { Proof } from '../../../shared/core/evidence/verdict.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { advance } from '../../../shared/core/incident/advance.ts';
import { notice } from '../../../shared/core/incident/notice.ts';
import type { NotificationReason } from '../../../shared/core/incident/notification.ts';
import { observe } from '../../../shared/core/incident/observe.ts';
import { newState } from '../../../shared/core/incident/state.ts';
import { type Series, WHOLE } from '../../../shared/core/rollup/series.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, type EpochMinute, hourOf, MINUTES_PER_DAY, startOf } from '../../../shared/core/units.ts';
import { bucketOf } from '../../support/bucket.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import type { Minute } from './looks.ts';

/** An objective with the burn rates of the workbook: 99.9 % over 30 days unless the keys say otherwise. */
export const anObjective = (overrides: Record<string, unknown> = {}): Guardrail =>
  aGuardrail({ critical: undefined, objective: '99.9%', ...overrides });

/** Counts of each minute, from {@link THIS_MINUTE} on, which begins an hour; told as the evaluator tells them. */
export class Counted {
  readonly #bad: number[] = [];
  readonly #total: number[] = [];
  readonly #hours: Bucket[] = [];

  get minutes(): number {
    return this.#total.length;
  }

  /** The minute that begins now. */
  get now(): EpochMinute {
    return addMinutes(THIS_MINUTE, this.minutes);
  }

  add([bad, total]: Minute): this {
    this.#bad.push(bad);
    this.#total.push(total);
    if (this.minutes % 60 === 0) this.#endHour();
    return this;
  }

  /** So many minutes in which bad events are spread as evenly as whole numbers can be. */
  evenly(minutes: number, rate: number, total: number): this {
    for (let minute = 0; minute < minutes; minute++) this.add(even(minute, rate, total));
    return this;
  }

  /** The minutes of the last hour or two, and the hours before them as far back as `days`. */
  series(days = 3): Series {
    const from = Math.max(0, hourOf(addMinutes(this.now, -60)) - THIS_MINUTE);
    const oldest = hourOf(addMinutes(this.now, -days * MINUTES_PER_DAY));
    // The newest hours suffice: a month of them is not searched for each of its minutes.
    const older = this.#hours
      .slice(-24 * (days + 1))
      .filter((hour) => hour.from >= oldest && hour.to <= THIS_MINUTE + from);
    return {
      from: addMinutes(THIS_MINUTE, from),
      bad: Float64Array.from(this.#bad.slice(from)),
      total: Float64Array.from(this.#total.slice(from)),
      older: older.filter(({ total }) => total > 0),
      knownFrom: older[0]?.from ?? addMinutes(THIS_MINUTE, from),
    };
  }

  /** Minutes `from` to `to - 1`, one by one. */
  countOf(from: EpochMinute, to: EpochMinute): { readonly bad: number; readonly total: number } {
    const sum = (counts: readonly number[]): number =>
      counts.slice(from - THIS_MINUTE, to - THIS_MINUTE).reduce((all, count) => all + count, 0);
    return { bad: sum(this.#bad), total: sum(this.#total) };
  }

  look(guardrail: Guardrail, overrides: Partial<Look> = {}): Look {
    return { guardrail, series: [this.series()], now: this.now, alpha: 1e-4, history: 1, ...overrides };
  }

  #endHour(): void {
    const start = this.minutes - 60;
    const counts = Array.from({ length: 60 }, (_, index): Minute => [
      this.#bad[start + index] ?? 0,
      this.#total[start + index] ?? 0,
    ]);
    this.#hours.push(bucketOf(addMinutes(THIS_MINUTE, start), counts));
  }
}

export const even = (minute: number, rate: number, total: number): Minute => {
  const until = (end: number): number => Math.floor(end * rate * total + 1e-9);
  return [until(minute + 1) - until(minute), total];
};

export interface Told {
  /** Minutes after the calm: the tick that said it. */
  readonly at: number;
  readonly reason: NotificationReason;
  readonly severity: string;
  /** Of the first member; missing on an end. */
  readonly proof?: Proof;
  readonly since: EpochMinute;
}

/** Ticks an objective through minutes of traffic, after days of calm that were not judged. `until` ends it early. */
export const burnThrough = (
  guardrail: Guardrail,
  past: Counted,
  minutes: number,
  traffic: (minute: number) => Minute,
  until: (told: readonly Told[]) => boolean = () => false,
): readonly Told[] => {
  const told: Told[] = [];
  let state = newState(guardrail.id);
  for (let minute = 0; minute < minutes && !until(told); minute++) {
    past.add(traffic(minute));
    const { now } = past;
    const counts = new Map([[WHOLE, [past.series()]]]);
    const noticed = notice(state, counts, guardrail, now);
    const observations = observe({ guardrail, counts, state: noticed, now });
    const step = advance({ state: noticed, guardrail, observations, tick: startOf(now) });
    const { notification } = step;
    if (notification !== undefined) {
      const { reason, severity, members, since } = notification;
      told.push({ at: minute + 1, reason, severity, since, ...(members[0] && { proof: members[0].proof }) });
    }
    state = { ...step.state, outbox: [] };
  }
  return told;
};
