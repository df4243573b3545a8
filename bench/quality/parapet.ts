import { LONGEST_WINDOW_MINUTES } from '../../shared/core/evidence/constants.ts';
import { dispersionOf } from '../../shared/core/evidence/dispersion.ts';
import { shareOfChance } from '../../shared/core/evidence/judge.ts';
import type { Proof } from '../../shared/core/evidence/verdict.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { advance } from '../../shared/core/incident/advance.ts';
import { isActive } from '../../shared/core/incident/member.ts';
import type { NotificationReason } from '../../shared/core/incident/notification.ts';
import { observe } from '../../shared/core/incident/observe.ts';
import { newState } from '../../shared/core/incident/state.ts';
import { type GroupKey, type Series, WHOLE } from '../../shared/core/rollup/series.ts';
import type { Bucket } from '../../shared/core/rollup/tally.ts';
import { addMinutes, MINUTES_PER_DAY, MINUTES_PER_HOUR, ratio, startOf } from '../../shared/core/units.ts';
import { bucketOf } from '../../test/support/bucket.ts';
import { aGuardrail, THIS_MINUTE } from '../../test/support/builders.ts';
import { canBreak } from './can-break.ts';
import type { Counts } from './counts.ts';
import type { Turn } from './rule.ts';

/** A group that begins to fire, with the proof, or ends to. */
export interface GroupTurn extends Turn {
  readonly group: GroupKey;
  readonly proof?: Proof;
}

/** What a tick came to: who turned, and the message, if there was one. */
export interface TickOutcome {
  readonly at: number;
  readonly turns: readonly GroupTurn[];
  readonly told?: NotificationReason;
}

const guardrail = aGuardrail({ by: ['bank'] });

/** Parapet's rule on one group: judge, transitions and incident of the core. An incident that is reopened begins again. */
export function* parapet(counts: Counts): Generator<GroupTurn> {
  for (const { turns } of parapetOf(new Map([[WHOLE, counts]]))) yield* turns;
}

/** On many at once, which share the chance of a false alarm; ticks in which nothing changed are left out. */
export function* parapetOf(groups: ReadonlyMap<GroupKey, Counts>): Generator<TickOutcome> {
  const pasts = new Map([...groups].map(([group, counts]) => [group, new Past(counts)]));
  const alpha = shareOfChance(guardrail, groups.size);
  const minutes = Math.min(...[...groups.values()].map((counts) => counts.minutes));
  let state = newState(guardrail.id);
  for (let at = 1; at <= minutes; at++) {
    const now = addMinutes(THIS_MINUTE, at);
    const counts = new Map<GroupKey, readonly Series[]>();
    for (const [group, past] of pasts)
      if (state.members.has(group) || canBreak(past.counts, at, past.historyAt(at), alpha))
        counts.set(group, [past.seriesAt(at)]);
    if (counts.size === 0 && state.incident === undefined) continue;
    const observations = observe({ guardrail: withChance(alpha, counts.size), counts, state, now });
    const step = advance({ state, guardrail, observations, tick: startOf(now) });
    const turns: GroupTurn[] = [];
    for (const group of counts.keys()) {
      const [before, after] = [state.members.get(group), step.state.members.get(group)];
      if (isActive(after) && !isActive(before)) turns.push({ at, group, firing: true, proof: after.peak });
      else if (isActive(before) && !isActive(after)) turns.push({ at, group, firing: false });
    }
    state = { ...step.state, outbox: [] };
    const told = step.notification?.reason;
    if (turns.length > 0 || told !== undefined) yield { at, turns, ...(told === undefined ? undefined : { told }) };
  }
}

const withChances = new Map<string, Guardrail>();

/** The guardrail whose chance, shared among as many groups as are looked at, is that of each of all. */
const withChance = (alpha: number, looked: number): Guardrail => {
  const key = `${alpha} ${looked}`;
  const known = withChances.get(key);
  if (known !== undefined) return known;
  const { evidence } = guardrail;
  if (evidence.kind === 'none') throw new Error('expected a guardrail that asks for proof');
  const share = shareOfChance(guardrail, looked) / evidence.breach;
  const scaled = { ...guardrail, evidence: { ...evidence, breach: ratio(alpha / share) } };
  withChances.set(key, scaled);
  return scaled;
};

/** One group as the evaluator knows it: the minutes of the last hour or two, and the hours before. */
class Past {
  readonly counts: Counts;
  readonly #hours: Bucket[] = [];
  #hour = -1;
  #history = 1;

  constructor(counts: Counts) {
    this.counts = counts;
  }

  /** What the past hours teach of dispersion: another only once an hour. */
  historyAt(tick: number): number {
    const hour = Math.floor(tick / MINUTES_PER_HOUR);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#history = dispersionOf([this.seriesAt(tick)], guardrail, addMinutes(THIS_MINUTE, tick));
    }
    return this.#history;
  }

  seriesAt(tick: number): Series {
    const first = Math.floor((tick - LONGEST_WINDOW_MINUTES) / MINUTES_PER_HOUR);
    for (let hour = this.#hours.length; hour < first; hour++) this.#hours.push(this.#bucketOf(hour));
    const older = this.#hours
      .slice(Math.max(0, Math.floor((tick - MINUTES_PER_DAY) / MINUTES_PER_HOUR)), Math.max(0, first))
      .filter(({ total }) => total > 0);
    const from = Math.max(0, first * MINUTES_PER_HOUR);
    return {
      from: addMinutes(THIS_MINUTE, from),
      bad: this.counts.bad.subarray(from, tick),
      total: this.counts.total.subarray(from, tick),
      ...(older.length > 0 && { older }),
    };
  }

  #bucketOf(hour: number): Bucket {
    const start = hour * MINUTES_PER_HOUR;
    const { bad, total } = this.counts;
    const counts = Array.from({ length: MINUTES_PER_HOUR }, (_, index): readonly [number, number] => [
      bad[start + index] ?? 0,
      total[start + index] ?? 0,
    ]);
    return bucketOf(addMinutes(THIS_MINUTE, start), counts);
  }
}
