import { evidenceDefaults } from '../evidence/constants.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import { limits } from '../limits.ts';
import type { GroupKey } from '../rollup/series.ts';
import { type EpochMinute, epochMinute, type EpochMs, minuteOf, MS_PER_MINUTE } from '../units.ts';
import { type Incident, incidentId, type Peak } from './incident.ts';
import { type FiringMember, isActive, type Member } from './member.ts';
import { type MemberFact, MEMBERS_TOLD, type Notification } from './notification.ts';
import { decideToNotify } from './notify-decision.ts';
import type { GuardrailState } from './state.ts';
import { type Observation, transition, worse } from './transition.ts';

/** What a tick saw of each member of a guardrail; a member that is not in the map was not seen and stays as it is. */
export type Observations = ReadonlyMap<GroupKey, Observation>;

export interface Advance {
  readonly state: GuardrailState;
  /** What to say about it; it waits in the outbox of `state` too. */
  readonly notification?: Notification;
  /** An incident that leaves the state and must be archived before the state is saved. */
  readonly closed?: Incident;
  /** Why a message goes out, or why none does. */
  readonly decision: string;
}

/** One tick of one guardrail: members change by what was seen of them, the incident by its members, the outbox by the incident. */
export const advance = (
  state: GuardrailState,
  guardrail: Guardrail,
  observations: Observations,
  tick: EpochMs,
): Advance => {
  const now = minuteOf(tick);
  const members = advanceMembers(state.members, observations);
  const { incident: changed, closed } = advanceIncident(state.incident, state.members, members, guardrail, now);
  const decision = decideToNotify(state.incident, changed);
  if (!decision.notify || changed === undefined) {
    const next = {
      guardrail: state.guardrail,
      tick,
      members,
      ...(changed === undefined ? undefined : { incident: changed }),
      outbox: state.outbox,
    };
    return {
      state: next,
      ...(closed === undefined ? undefined : { closed }),
      decision: decision.notify ? decision.reason : decision.why,
    };
  }
  const incident = { ...changed, sequence: changed.sequence + 1 };
  const facts = decision.reason === 'resolved' ? recovered(incident, observations) : firingFacts(members, observations);
  const notification: Notification = {
    incident: incident.id,
    sequence: incident.sequence,
    reason: decision.reason,
    severity: incident.severity,
    at: tick,
    guardrail: described(guardrail),
    since: incident.since,
    openedAt: incident.openedAt,
    ...(decision.reason === 'resolved' && incident.calmSince !== undefined ? { until: incident.calmSince } : undefined),
    peak: incident.peak,
    members: facts.slice(0, MEMBERS_TOLD),
    moreMembers: Math.max(0, facts.length - MEMBERS_TOLD),
    merged: 0,
  };
  const next = { guardrail: state.guardrail, tick, members, incident, outbox: append(state.outbox, notification) };
  return { state: next, notification, ...(closed === undefined ? undefined : { closed }), decision: decision.reason };
};

const advanceMembers = (before: ReadonlyMap<GroupKey, Member>, observations: Observations): Map<GroupKey, Member> => {
  const after: [GroupKey, Member][] = [...before].filter(([group]) => !observations.has(group));
  for (const [group, seen] of observations) {
    const { member } = transition(before.get(group), seen);
    if (member !== undefined) after.push([group, member]);
  }
  if (after.length <= limits.membersPerState) return new Map(after);
  // The item must stay below 400 KB. Whoever keeps the incident open keeps a place, and those that had one before new ones.
  const rank = ([group, member]: [GroupKey, Member]): number =>
    isActive(member) ? (isActive(before.get(group)) ? 0 : 1) : member.status === 'pending' ? 2 : 3;
  return new Map(after.sort((left, right) => rank(left) - rank(right)).slice(0, limits.membersPerState));
};

const advanceIncident = (
  before: Incident | undefined,
  formerMembers: ReadonlyMap<GroupKey, Member>,
  members: ReadonlyMap<GroupKey, Member>,
  guardrail: Guardrail,
  now: EpochMinute,
): { incident?: Incident; closed?: Incident } => {
  const firing = [...members].filter((entry): entry is [GroupKey, FiringMember] => entry[1].status === 'firing');
  const active = [...members.values()].some(isActive);
  if (before?.status === 'open') {
    const calm = calmSince(before, formerMembers, members);
    if (!active) return { incident: { ...before, ...calm, status: 'resolved', resolvedAt: now } };
    return { incident: { ...before, ...calm, ...worst(firing, before) } };
  }
  const reopens =
    before?.resolvedAt !== undefined && (now - before.resolvedAt) * MS_PER_MINUTE <= evidenceDefaults.reopening;
  if (before !== undefined && reopens) {
    if (firing.length === 0) return { incident: before };
    const { resolvedAt: _, ...rest } = before;
    return { incident: { ...rest, status: 'open', ...worst(firing, before) } };
  }
  const closed = before === undefined ? {} : { closed: before };
  const [first] = firing;
  if (first === undefined) return closed;
  const [group, { peak: proof }] = first;
  const since = firing.reduce(
    (earliest, [, member]) => (member.since < earliest ? member.since : earliest),
    first[1].since,
  );
  const { severity, peak } = worst(firing, { severity: 'warning', peak: { group, proof } });
  return {
    ...closed,
    incident: { id: incidentId(guardrail.id, now), status: 'open', severity, since, openedAt: now, peak, sequence: 0 },
  };
};

/** The latest of the moments at which members that have recovered by now had begun to. */
const calmSince = (
  { calmSince: known }: Incident,
  before: ReadonlyMap<GroupKey, Member>,
  after: ReadonlyMap<GroupKey, Member>,
): Pick<Incident, 'calmSince'> => {
  const begun = [...before].flatMap(([group, member]) =>
    member.status === 'recovering' && !isActive(after.get(group)) ? [member.horizon] : [],
  );
  const latest = Math.max(known ?? Number.NEGATIVE_INFINITY, ...begun);
  return latest === Number.NEGATIVE_INFINITY ? {} : { calmSince: epochMinute(latest) };
};

/** The severity of the worst firing member (of those before, while none is firing) and the furthest any went. */
const worst = (
  firing: readonly [GroupKey, FiringMember][],
  before: Pick<Incident, 'severity' | 'peak'>,
): Pick<Incident, 'severity' | 'peak'> => {
  const peak = firing.reduce<Peak>(
    (furthest, [group, member]) =>
      worse(furthest.proof, member.peak) === furthest.proof ? furthest : { group, proof: member.peak },
    before.peak,
  );
  if (firing.length === 0) return { severity: before.severity, peak };
  return { severity: firing.some(([, { severity }]) => severity === 'critical') ? 'critical' : 'warning', peak };
};

const firingFacts = (members: ReadonlyMap<GroupKey, Member>, observations: Observations): MemberFact[] =>
  [...members]
    .flatMap(([group, member]): MemberFact[] => {
      if (member.status !== 'firing') return [];
      const verdict = observations.get(group)?.verdict;
      return [{ group, severity: member.severity, proof: verdict?.kind === 'breach' ? verdict.proof : member.peak }];
    })
    .sort(bySeverityThenDoubt);

const bySeverityThenDoubt = (left: MemberFact, right: MemberFact): number =>
  left.severity === right.severity
    ? left.proof.probability - right.proof.probability || right.proof.bad - left.proof.bad
    : left.severity === 'critical'
      ? -1
      : 1;

const recovered = ({ peak, severity }: Incident, observations: Observations): MemberFact[] => {
  const seen = observations.get(peak.group);
  if (seen?.recovery?.proven === true) return [{ group: peak.group, severity, proof: seen.recovery.proof }];
  return seen?.verdict.kind === 'clear' ? [{ group: peak.group, severity, proof: seen.verdict.proof }] : [];
};

const described = ({
  id,
  name,
  kind,
  description,
  owner,
  runbook,
  percentile,
}: Guardrail): Notification['guardrail'] => ({
  id,
  name,
  kind,
  ...(description === undefined ? undefined : { description }),
  ...(owner === undefined ? undefined : { owner }),
  ...(runbook === undefined ? undefined : { runbook }),
  ...(percentile === undefined ? undefined : { percentile }),
});

/** While SNS is away the outbox must not outgrow its item: the newest facts take the place of the ones before them. */
const append = (outbox: readonly Notification[], notification: Notification): readonly Notification[] => {
  if (outbox.length < limits.unsentPerState) return [...outbox, notification];
  const last = outbox.at(-1);
  return [...outbox.slice(0, -1), { ...notification, merged: 1 + (last?.merged ?? 0) }];
};
