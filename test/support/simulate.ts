import { LONGEST_WINDOW_MINUTES } from '../../shared/core/evidence/constants.ts';
import { type HourOfCounts, learnedDispersion } from '../../shared/core/evidence/dispersion.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { advance } from '../../shared/core/incident/advance.ts';
import { notice } from '../../shared/core/incident/notice.ts';
import type { NotificationReason } from '../../shared/core/incident/notification.ts';
import { observe } from '../../shared/core/incident/observe.ts';
import { type GuardrailState, newState } from '../../shared/core/incident/state.ts';
import { type GroupKey, type Series, WHOLE } from '../../shared/core/rollup/series.ts';
import { addMinutes, MINUTES_PER_HOUR, startOf } from '../../shared/core/units.ts';
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
  /** Whether dispersion is learned from the hours that were simulated, as from the rollups of past hours. */
  readonly learns?: boolean;
}

/** Ticks a guardrail through minutes of traffic, with the core alone: judge, transitions, incident. */
export const simulate = (
  guardrail: Guardrail,
  minutes: number,
  traffic: Traffic,
  { groups = [WHOLE], learns = false }: SimulationOptions = {},
): Simulation => {
  const past = new Map(groups.map((group) => [group, new Past(minutes)]));
  const said: Said[] = [];
  let recoveries = 0;
  let history = new Map<GroupKey, number>();
  let state = newState(guardrail.id);
  for (let minute = 0; minute < minutes; minute++) {
    for (const [group, counts] of past) counts.put(minute, traffic(minute, group));
    if (learns && minute % MINUTES_PER_HOUR === 0)
      history = new Map([...past].map(([group, counts]) => [group, counts.learned(minute)]));
    const now = addMinutes(THIS_MINUTE, minute + 1);
    const counts = new Map([...past].map(([group, { window }]) => [group, [window(minute)]]));
    const noticed = notice(state, counts, now);
    const observations = observe({ guardrail, counts, state: noticed, now, history });
    const step = advance({ state: noticed, guardrail, observations, tick: startOf(now) });
    if (step.notification !== undefined) said.push({ at: minute + 1, reason: step.notification.reason });
    for (const [group, { status }] of step.state.members)
      if (status === 'recovering' && state.members.get(group)?.status === 'firing') recoveries++;
    state = { ...step.state, outbox: [] };
  }
  return { said, recoveries, state };
};

class Past {
  readonly #bad: Float64Array;
  readonly #total: Float64Array;
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

  readonly window = (newest: number): Series => {
    const first = Math.max(0, newest + 1 - LONGEST_WINDOW_MINUTES);
    return {
      from: addMinutes(THIS_MINUTE, first),
      bad: this.#bad.subarray(first, newest + 1),
      total: this.#total.subarray(first, newest + 1),
    };
  };

  /** From the whole hours before a minute, of the last 24. */
  learned(minute: number): number {
    const last = Math.floor(minute / MINUTES_PER_HOUR);
    const hours = Array.from({ length: Math.min(24, last) }, (_, back) => this.#hour(last - 1 - back));
    return learnedDispersion(hours);
  }

  #hour(hour: number): HourOfCounts {
    let [minutes, bad, total, badSquaresOverTotal] = [0, 0, 0, 0];
    for (let minute = hour * MINUTES_PER_HOUR; minute < (hour + 1) * MINUTES_PER_HOUR; minute++) {
      const [wrong, all] = [this.#bad[minute] ?? 0, this.#total[minute] ?? 0];
      if (all === 0) continue;
      minutes++;
      bad += wrong;
      total += all;
      badSquaresOverTotal += wrong ** 2 / all;
    }
    return { minutes, bad, total, badSquaresOverTotal };
  }
}
