import { LONGEST_WINDOW_MINUTES } from '../../shared/core/evidence/constants.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { advance } from '../../shared/core/incident/advance.ts';
import type { NotificationReason } from '../../shared/core/incident/notification.ts';
import { observe } from '../../shared/core/incident/observe.ts';
import { type GuardrailState, newState } from '../../shared/core/incident/state.ts';
import { type GroupKey, type Series, WHOLE } from '../../shared/core/rollup/series.ts';
import { addMinutes, type EpochMinute, startOf } from '../../shared/core/units.ts';
import { THIS_MINUTE } from './builders.ts';

/** Bad and total events of a minute, for the whole or by group. */
export type Minute = readonly [bad: number, total: number];
export type Traffic = (minute: number, group: GroupKey) => Minute;

export interface Said {
  /** Minutes since the simulation began: the tick that said it. */
  readonly at: number;
  readonly reason: NotificationReason;
}

export interface Simulation {
  readonly said: readonly Said[];
  readonly state: GuardrailState;
}

/** Ticks a guardrail through minutes of traffic, with the core alone: judge, transitions, incident. */
export const simulate = (
  guardrail: Guardrail,
  minutes: number,
  traffic: Traffic,
  groups: readonly GroupKey[] = [WHOLE],
): Simulation => {
  const history = new Map(
    groups.map((group) => [group, { bad: new Float64Array(minutes), total: new Float64Array(minutes) }]),
  );
  const said: Said[] = [];
  let state = newState(guardrail.id);
  for (let minute = 0; minute < minutes; minute++) {
    for (const [group, { bad, total }] of history) [bad[minute], total[minute]] = traffic(minute, group);
    const now: EpochMinute = addMinutes(THIS_MINUTE, minute + 1);
    const first = Math.max(0, minute + 1 - LONGEST_WINDOW_MINUTES);
    const counts = new Map(
      [...history].map(([group, { bad, total }]): [GroupKey, Series[]] => [
        group,
        [
          {
            from: addMinutes(THIS_MINUTE, first),
            bad: bad.subarray(first, minute + 1),
            total: total.subarray(first, minute + 1),
          },
        ],
      ]),
    );
    const step = advance(state, guardrail, observe(guardrail, counts, state.members, now), startOf(now));
    if (step.notification !== undefined) said.push({ at: minute + 1, reason: step.notification.reason });
    state = { ...step.state, outbox: [] };
  }
  return { said, state };
};
