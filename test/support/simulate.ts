import { LONGEST_WINDOW_MINUTES } from '../../shared/core/evidence/constants.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { advance } from '../../shared/core/incident/advance.ts';
import { notice } from '../../shared/core/incident/notice.ts';
import type { NotificationReason } from '../../shared/core/incident/notification.ts';
import { observe } from '../../shared/core/incident/observe.ts';
import { type GuardrailState, newState } from '../../shared/core/incident/state.ts';
import { type GroupKey, type Series, WHOLE } from '../../shared/core/rollup/series.ts';
import type { Bucket } from '../../shared/core/rollup/tally.ts';
import { addMinutes, MINUTES_PER_DAY, MINUTES_PER_HOUR, startOf } from '../../shared/core/units.ts';
import { bucketOf } from './bucket.ts';
import { THIS_MINUTE } from './builders.ts';

/** Bad and total events of a minute; `late` of the bad ones arrive a minute after it, when it was judged once already. */
export type Minute = readonly [bad: number, total: number, late?: number];
/** For the whole or by group. */
export type Traffic = (minute: number, group: GroupKey) => Minute;

export interface Said {
  /** Minutes since the simulation began: the tick that said it. */
  readonly at: number;
  readonly reason: NotificationReason;
}

export interface Simulation {
  readonly said: readonly Said[];
  /** How often a member of any group that was firing began to recover. */
  readonly recoveries: number;
  readonly state: GuardrailState;
}

export interface SimulationOptions {
  readonly groups?: readonly GroupKey[];
  /** Whether the hours before the minutes are known, as from rollups. */
  readonly remembers?: boolean;
}

/** Ticks a guardrail through minutes of traffic, with the core alone: judge, transitions, incident. */
export const simulate = (
  guardrail: Guardrail,
  minutes: number,
  traffic: Traffic,
  { groups = [WHOLE], remembers = false }: SimulationOptions = {},
): Simulation => {
  const past = new Map(groups.map((group) => [group, new Past(minutes)]));
  const said: Said[] = [];
  let recoveries = 0;
  let state = newState(guardrail.id);
  for (let minute = 0; minute < minutes; minute++) {
    for (const [group, counts] of past) counts.put(minute, traffic(minute, group));
    const now = addMinutes(THIS_MINUTE, minute + 1);
    const counts = new Map(
      [...past].map(([group, known]) => [group, [remembers ? known.withHours(minute) : known.window(minute)]]),
    );
    const noticed = notice(state, counts, guardrail, now);
    const observations = observe({ guardrail, counts, state: noticed, now });
    const step = advance({ state: noticed, guardrail, observations, tick: startOf(now) });
    if (step.notification !== undefined) said.push({ at: minute + 1, reason: step.notification.reason });
    for (const [group, { status }] of step.state.members)
      if (status === 'recovering' && state.members.get(group)?.status === 'firing') recoveries++;
    state = { ...step.state, outbox: [] };
  }
  return { said, recoveries, state };
};

/** Minutes from {@link THIS_MINUTE} on, which begins an hour. */
class Past {
  readonly #bad: Float64Array;
  readonly #total: Float64Array;
  readonly #hours: Bucket[] = [];
  #late = 0;

  constructor(minutes: number) {
    this.#bad = new Float64Array(minutes);
    this.#total = new Float64Array(minutes);
  }

  put(minute: number, [bad, total, late = 0]: Minute): void {
    if (minute > 0) {
      this.#bad[minute - 1] = (this.#bad[minute - 1] ?? 0) + this.#late;
      this.#total[minute - 1] = (this.#total[minute - 1] ?? 0) + this.#late;
    }
    this.#bad[minute] = bad - late;
    this.#total[minute] = total - late;
    this.#late = late;
  }

  window(newest: number): Series {
    return this.#minutes(newest + 1 - LONGEST_WINDOW_MINUTES, newest + 1);
  }

  /** The minutes from the start of the hour in which the longest window of minutes begins, and the hours before it. */
  withHours(newest: number): Series {
    const first = Math.floor((newest + 1 - LONGEST_WINDOW_MINUTES) / MINUTES_PER_HOUR);
    for (let hour = this.#hours.length; hour < first; hour++) this.#hours.push(this.#hour(hour));
    const older = this.#hours
      .slice(Math.max(0, Math.floor((newest + 1 - MINUTES_PER_DAY) / MINUTES_PER_HOUR)))
      .filter(({ total }) => total > 0);
    return { ...this.#minutes(first * MINUTES_PER_HOUR, newest + 1), ...(older.length > 0 && { older }) };
  }

  #minutes(from: number, to: number): Series {
    const first = Math.max(0, from);
    return {
      from: addMinutes(THIS_MINUTE, first),
      bad: this.#bad.subarray(first, to),
      total: this.#total.subarray(first, to),
    };
  }

  #hour(hour: number): Bucket {
    const start = hour * MINUTES_PER_HOUR;
    const counts = Array.from({ length: MINUTES_PER_HOUR }, (_, index): readonly [number, number] => [
      this.#bad[start + index] ?? 0,
      this.#total[start + index] ?? 0,
    ]);
    return bucketOf(addMinutes(THIS_MINUTE, start), counts);
  }
}
