import { evidenceDefaults } from '../evidence/constants.ts';
import type { Guardrail, Severity } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import { between, type EpochMinute, epochMinute } from '../units.ts';
import type { Members } from './advance-members.ts';
import { type Ending, GROUPS_REMEMBERED, type Incident, incidentId, type Peak, toldNothing } from './incident.ts';
import { type ActiveMember, isActive } from './member.ts';
import { worse } from './steps.ts';

export interface IncidentStep {
  readonly incident?: Incident;
  /** An incident that leaves the state and must be archived before the state is saved. */
  readonly closed?: Incident;
}

interface Change {
  readonly guardrail: Guardrail;
  /** Those that the rule of now judges. */
  readonly before: Members;
  readonly after: Members;
  /** The rule is another than at the last tick. */
  readonly ruleChanged: boolean;
  readonly now: EpochMinute;
}

/** The incident follows its members: the first that fires opens it, the last that is no longer broken ends it. */
export const advanceIncident = (before: Incident | undefined, change: Change): IncidentStep => {
  const active = activeOf(change.after);
  if (before?.status === 'open') {
    const marked = change.ruleChanged ? { ...before, ruleChangedAt: change.now } : before;
    return { incident: active.length > 0 ? goOn(marked, active, change) : end(marked, change) };
  }
  const isFiring = active.some(([, { status }]) => status === 'firing');
  if (before !== undefined && !isPast(before, change.now))
    return { incident: isFiring ? reopen(before, active, change) : before };
  const closed = before === undefined ? {} : { closed: before };
  return isFiring ? { ...closed, incident: open(active, change) } : closed;
};

/** Resolved so long ago that a breach is another incident, and its end was told. */
const isPast = ({ resolvedAt, told }: Incident, now: EpochMinute): boolean =>
  resolvedAt !== undefined && between(resolvedAt, now) > evidenceDefaults.reopening && told.status === 'resolved';

type Active = readonly (readonly [GroupKey, ActiveMember])[];

const activeOf = (members: Members): Active =>
  [...members].flatMap(([group, member]) => (isActive(member) ? [[group, member] as const] : []));

const open = (active: Active, { guardrail, now }: Change): Incident => ({
  id: incidentId(guardrail.id, now),
  status: 'open',
  severity: worstSeverity(active),
  since: epochMinute(Math.min(...active.map(([, { since }]) => since))),
  openedAt: now,
  peak: furthest(active, undefined),
  sequence: 0,
  groups: groupsWith([], active),
  reopenings: [],
  told: toldNothing,
  hidden: [],
});

const goOn = (before: Incident, active: Active, change: Change): Incident => {
  const incident = {
    ...before,
    ...calmSince(before, change),
    severity: worstSeverity(active),
    peak: furthest(active, before.peak),
    groups: groupsWith(before.groups, active),
  };
  return withoutOldFlaps(incident, change.now);
};

const end = (before: Incident, change: Change): Incident => {
  const ending = endingOf(change);
  return {
    ...before,
    ...calmSince(before, change),
    status: 'resolved',
    resolvedAt: change.now,
    ...(ending === undefined ? undefined : { ending }),
  };
};

const reopen = (before: Incident, active: Active, change: Change): Incident => {
  const { resolvedAt: _, ending: _ending, ...rest } = before;
  const recent = before.reopenings.filter((at) => between(at, change.now) <= evidenceDefaults.flapping.within);
  return goOn({ ...rest, status: 'open', reopenings: [...recent, change.now] }, active, change);
};

/** After three hours without a reopening it is an incident like any other again. */
const withoutOldFlaps = (incident: Incident, now: EpochMinute): Incident => {
  const last = incident.reopenings.at(-1);
  if (last === undefined || between(last, now) <= evidenceDefaults.flapping.within) return incident;
  const { flappingSince: _, ...rest } = incident;
  return { ...rest, reopenings: [] };
};

/** Undefined: by proof. */
const endingOf = ({ before, after }: Change): Ending | undefined => {
  const left = activeOf(before).filter(([group]) => !isActive(after.get(group)));
  if (left.length === 0) return 'rule-changed';
  return left.every(([, { status }]) => status === 'stale') ? 'no-traffic' : undefined;
};

/** The latest of the moments at which members that have recovered by now had begun to. */
const calmSince = ({ calmSince: known }: Incident, { before, after }: Change): Pick<Incident, 'calmSince'> => {
  const begun = [...before].flatMap(([group, member]) =>
    member.status === 'recovering' && !isActive(after.get(group)) ? [member.horizon] : [],
  );
  const latest = Math.max(known ?? Number.NEGATIVE_INFINITY, ...begun);
  return latest === Number.NEGATIVE_INFINITY ? {} : { calmSince: epochMinute(latest) };
};

/**
 * Of all that keep it open, those too that are recovering: a member that goes to and fro would be told as milder, worse,
 * milder for as long as it does.
 */
export const worstSeverity = (active: Active): Severity =>
  active.some(([, { severity }]) => severity === 'critical') ? 'critical' : 'warning';

const furthest = (active: Active, before: Peak | undefined): Peak => {
  const peaks = active.map(([group, { peak }]): Peak => ({ group, proof: peak }));
  const [first, ...rest] = before === undefined ? peaks : [before, ...peaks];
  if (first === undefined) throw new RangeError('an incident has one member at least');
  return rest.reduce((far, peak) => (worse(far.proof, peak.proof) === far.proof ? far : peak), first);
};

const groupsWith = (known: readonly GroupKey[], active: Active): readonly GroupKey[] => {
  const added = active.map(([group]) => group).filter((group) => !known.includes(group));
  return added.length === 0 ? known : [...known, ...added].slice(0, GROUPS_REMEMBERED);
};
