import type { Guardrail } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import { epochMinute, type EpochMs, minuteOf } from '../units.ts';
import type { Members } from './advance-members.ts';
import type { Incident } from './incident.ts';
import {
  type Described,
  isEnd,
  type MemberFact,
  MEMBERS_TOLD,
  type Notification,
  type NotificationReason,
} from './notification.ts';
import { newGroups } from './notify-decision.ts';
import type { Observations } from './observe.ts';
import type { GuardrailState, RuleMark } from './state.ts';
import type { Severity } from '../guardrail/guardrail.ts';

export interface Occasion {
  readonly reason: NotificationReason;
  readonly severity: Severity;
  /** With the sequence number of this notification. */
  readonly incident: Incident;
  readonly members: Members;
  readonly observations: Observations;
  readonly described: Described;
  readonly tick: EpochMs;
}

/** The facts of a message as far as counts and state know them. */
export const compose = ({
  reason,
  severity,
  incident,
  members,
  observations,
  described,
  tick,
}: Occasion): Notification => {
  const facts = isEnd(reason) ? factsOfEnd(incident, severity, observations) : factsOfMembers(members, observations);
  const firing = [...members].filter(([, { status }]) => status === 'firing').map(([group]) => group);
  const spreadTo = reason === 'spread' ? newGroups(incident.told.groups, firing).slice(0, MEMBERS_TOLD) : undefined;
  const told = spreadTo === undefined ? facts : newFirst(facts, spreadTo);
  const stale = reason === 'stale' ? staleGroups(members) : undefined;
  return {
    incident: incident.id,
    sequence: incident.sequence,
    reason,
    severity,
    at: tick,
    guardrail: described,
    since: incident.since,
    openedAt: incident.openedAt,
    ...(isEnd(reason) ? { until: incident.calmSince ?? incident.resolvedAt ?? minuteOf(tick) } : undefined),
    ...(reason === 'closed' && incident.ending !== undefined ? { ending: incident.ending } : undefined),
    peak: incident.peak,
    members: told.slice(0, MEMBERS_TOLD),
    moreMembers: Math.max(0, facts.length - MEMBERS_TOLD),
    ...(spreadTo === undefined ? undefined : { spreadTo }),
    ...(isEnd(reason) ? { groups: incident.groups.slice(0, MEMBERS_TOLD) } : undefined),
    ...(stale === undefined ? undefined : { stale }),
    ...(incident.flappingSince === undefined ? undefined : { reopenings: incident.reopenings.length }),
    ...(incident.ruleChangedAt === undefined ? undefined : { ruleChangedAt: incident.ruleChangedAt }),
    hidden: incident.hidden,
    ...(incident.silencedBy === undefined ? undefined : { silence: incident.silencedBy }),
    merged: 0,
  };
};

export const describe = (guardrail: Guardrail): Described => {
  const { id, name, kind, description, owner, runbook, percentile, metrics } = guardrail;
  const countBy = metrics[0]?.countBy;
  return {
    id,
    name,
    kind,
    ...(description === undefined ? undefined : { description }),
    ...(owner === undefined ? undefined : { owner }),
    ...(runbook === undefined ? undefined : { runbook }),
    ...(percentile === undefined ? undefined : { percentile }),
    ...(countBy === undefined ? undefined : { countBy }),
  };
};

/** What is left of a rule that was removed. */
export const describeMark = ({
  guardrail,
  rule,
}: Pick<GuardrailState, 'guardrail'> & { rule?: RuleMark }): Described => ({
  id: guardrail,
  name: rule?.name ?? guardrail,
  kind: rule?.kind ?? 'rate',
});

/** Members that are firing, or while none is, those that recover or whose events stopped; worst first. */
const factsOfMembers = (members: Members, observations: Observations): readonly MemberFact[] => {
  const broken = [...members].flatMap(([group, member]) =>
    member.status === 'ok' || member.status === 'pending' ? [] : [{ group, member }],
  );
  const firing = broken.filter(({ member }) => member.status === 'firing');
  return (firing.length > 0 ? firing : broken)
    .map(({ group, member }): MemberFact => {
      const verdict = observations.get(group)?.verdict;
      const comparison =
        verdict?.kind === 'compared' ? verdict.broken.find(({ severity }) => severity === member.severity) : undefined;
      const proof = verdict?.kind === 'breach' ? verdict.proof : (comparison?.proof ?? member.peak);
      return { group, severity: member.severity, proof };
    })
    .sort(bySeverityThenDoubt);
};

const bySeverityThenDoubt = (left: MemberFact, right: MemberFact): number =>
  left.severity === right.severity
    ? left.proof.probability - right.proof.probability || right.proof.bad - left.proof.bad
    : left.severity === 'critical'
      ? -1
      : 1;

const newFirst = (facts: readonly MemberFact[], groups: readonly GroupKey[]): readonly MemberFact[] => [
  ...facts.filter(({ group }) => groups.includes(group)),
  ...facts.filter(({ group }) => !groups.includes(group)),
];

/** How the group that was worst does now; empty where nothing can be said. */
const factsOfEnd = ({ peak }: Incident, severity: Severity, observations: Observations): readonly MemberFact[] => {
  const seen = observations.get(peak.group);
  const verdict = seen?.verdict;
  const proof =
    seen?.recovery?.proven === true
      ? seen.recovery.proof
      : verdict?.kind === 'clear' || verdict?.kind === 'compared'
        ? verdict.proof
        : undefined;
  return proof === undefined ? [] : [{ group: peak.group, severity, proof }];
};

const staleGroups = (members: Members): Notification['stale'] => {
  const stale = [...members].flatMap(([group, member]) =>
    member.status === 'stale' ? [{ group, since: member.staleSince }] : [],
  );
  return {
    since: epochMinute(Math.min(...stale.map(({ since }) => since))),
    groups: stale.map(({ group }) => group).slice(0, MEMBERS_TOLD),
  };
};
