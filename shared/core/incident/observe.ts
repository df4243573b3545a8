import { judge, judgeRecovery, type Look, shareOfChance } from '../evidence/judge.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import { emptySeries, type GroupedSeries, type GroupKey, limitGroups } from '../rollup/series.ts';
import type { EpochMinute } from '../units.ts';
import type { Observations } from './advance.ts';
import { isActive, type Member } from './member.ts';
import type { Observation } from './transition.ts';

/** Dispersion where no past hours are known. */
const NO_HISTORY = 1;

/** Looks at the whole, at each group that is judged, and at each member that is remembered, counted or not. */
export const observe = (
  guardrail: Guardrail,
  counts: GroupedSeries,
  members: ReadonlyMap<GroupKey, Member>,
  now: EpochMinute,
): Observations => {
  const groups = limitGroups(
    counts,
    new Set([...members].filter(([, member]) => isActive(member)).map(([group]) => group)),
  );
  const alpha = shareOfChance(guardrail, groups.size);
  const observations = new Map<GroupKey, Observation>();
  for (const group of new Set([...groups.keys(), ...members.keys()])) {
    const member = members.get(group);
    const series = groups.get(group) ?? guardrail.metrics.map(() => emptySeries(now, 0));
    const horizon = member?.horizon;
    const look: Look = {
      guardrail,
      series,
      now,
      alpha,
      history: NO_HISTORY,
      ...(horizon === undefined ? undefined : { horizon }),
    };
    const recovery =
      member?.status === 'recovering'
        ? { recovery: judgeRecovery(look, member.horizon, member.declaredAt) }
        : undefined;
    observations.set(group, { now, verdict: judge(look), ...recovery });
  }
  return observations;
};
