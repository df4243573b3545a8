import { LONGEST_WINDOW_MINUTES } from '../evidence/constants.ts';
import { dispersionOf } from '../evidence/dispersion.ts';
import { judge, judgeRecovery, type Look, shareOfChance } from '../evidence/judge.ts';
import { stopped } from '../evidence/presence.ts';
import { reachOf } from '../evidence/reach.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import { emptySeries, type GroupedSeries, type GroupKey, limitGroups, type Series, WHOLE } from '../rollup/series.ts';
import { addMinutes, type EpochMinute, epochMinute } from '../units.ts';
import { activeGroups, isActive, type Member } from './member.ts';
import type { GuardrailState } from './state.ts';
import type { Observation } from './transition.ts';

/** What a tick saw of each member of a guardrail; a member that is not in the map was not seen and stays as it is. */
export type Observations = ReadonlyMap<GroupKey, Observation>;

export interface Sight {
  readonly guardrail: Guardrail;
  readonly counts: GroupedSeries;
  /** As {@link notice} left it at this tick. */
  readonly state: GuardrailState;
  readonly now: EpochMinute;
}

/** Looks at the whole, at each group that is judged, and at each member that is remembered, counted or not. */
export const observe = ({ guardrail, counts, state, now }: Sight): Observations => {
  const { members } = state;
  const groups = limitGroups(counts, activeGroups(members), guardrail.groups);
  const alpha = shareOfChance(guardrail, groups.size);
  const reach = guardrail.objective === undefined ? {} : { reach: now - reachOf(guardrail, now).oldest };
  const observations = new Map<GroupKey, Observation>();
  for (const group of new Set([...groups.keys(), ...members.keys()])) {
    const member = members.get(group);
    const series =
      groups.get(group) ?? guardrail.metrics.map((_, metric) => silentHour(now, counts.get(WHOLE)?.[metric]));
    const horizon = horizonOf(guardrail, group, member, series, state, now);
    const look: Look = {
      guardrail,
      series,
      now,
      alpha,
      history: dispersionOf(series, guardrail, now),
      ...(horizon === undefined ? undefined : { horizon }),
      ...(member !== undefined && 'since' in member ? { since: member.since } : undefined),
    };
    observations.set(group, { ...see(look, member), ...reach });
  }
  return observations;
};

const see = (look: Look, member: Member | undefined): Observation => {
  const { guardrail, now, series } = look;
  const [first] = series;
  // A volume is about events that stop, a month has days without any, and a plain comparison takes them as it finds them.
  const watchesPresence =
    guardrail.kind !== 'volume' && guardrail.kind !== 'monthly' && guardrail.evidence.kind === 'proof';
  const silent =
    watchesPresence && isActive(member) && first !== undefined ? stopped(first, now, look.alpha) : undefined;
  if (silent !== undefined) return { now, verdict: silent };
  // Past hours would call it back, broken, though nothing of it came.
  if (watchesPresence && member?.status === 'stale' && series.every(isSilent))
    return { now, verdict: { kind: 'absent', reason: 'no events since they stopped' } };
  const verdict = judge(look);
  return member?.status === 'recovering'
    ? { now, verdict, recovery: judgeRecovery(look, member.horizon, member.declaredAt) }
    : { now, verdict };
};

/**
 * How far back windows may reach. A volume is judged from its first event on: before that nothing was missing, a
 * deployment whose producers come later or a bank that is new. Past weeks know better what was to come, and that a bank
 * is missing which had no event for a day.
 */
const horizonOf = (
  { kind, baseline }: Guardrail,
  group: GroupKey,
  member: Member | undefined,
  [series]: readonly Series[],
  { seen }: GuardrailState,
  now: EpochMinute,
): EpochMinute | undefined => {
  const known = member !== undefined && 'horizon' in member ? member.horizon : undefined;
  if (kind !== 'volume' || baseline !== undefined) return known;
  const whole = group === WHOLE ? addMinutes(seen.first ?? now, 1) : firstWholeMinuteOf(series);
  return whole === undefined ? known : epochMinute(Math.max(whole, known ?? whole));
};

/** What is known of a group without events in all that is counted. */
const silentHour = (now: EpochMinute, whole: Series | undefined): Series => ({
  ...emptySeries(addMinutes(now, -LONGEST_WINDOW_MINUTES), LONGEST_WINDOW_MINUTES),
  // A month without an event is proof of nothing unless it is known that there was none.
  ...(whole?.knownFrom === undefined ? undefined : { knownFrom: whole.knownFrom }),
});

const isSilent = ({ total }: Series): boolean => total.every((count) => count === 0);

/** From where on a group is known to have had events. The first minute, or hour, in which they came is rarely a whole one. */
const firstWholeMinuteOf = (series: Series | undefined): EpochMinute | undefined => {
  const [oldest] = series?.older ?? [];
  if (oldest !== undefined) return oldest.to;
  const start = series?.total.findIndex((count) => count > 0) ?? -1;
  return series === undefined || start === -1 ? undefined : addMinutes(series.from, start + 1);
};
