import { evidenceDefaults } from '../evidence/constants.ts';
import type { Guardrail, Severity } from '../guardrail/guardrail.ts';
import { type GroupKey, WHOLE } from '../rollup/series.ts';
import { between, type EpochMinute } from '../units.ts';
import type { Members } from './advance-members.ts';
import { worstSeverity } from './advance-incident.ts';
import { GROUPS_REMEMBERED, type Incident } from './incident.ts';
import { type ActiveMember, isActive } from './member.ts';
import type { NotificationReason } from './notification.ts';
import type { ActiveSilence } from '../silence/silence.ts';
import { silenceOf } from '../silence/silencing.ts';

export type NotifyDecision =
  | { readonly notify: true; readonly reason: NotificationReason; readonly severity: Severity }
  | { readonly notify: false; readonly why: string; readonly held?: HeldBack };

/** A message that a silence holds back. */
export interface HeldBack {
  readonly silence: ActiveSilence;
  readonly reason?: NotificationReason;
  readonly severity: Severity;
}

export interface Situation {
  readonly guardrail: Guardrail;
  readonly incident: Incident | undefined;
  readonly members: Members;
  readonly silences: readonly ActiveSilence[];
  readonly now: EpochMinute;
}

type Active = readonly (readonly [GroupKey, ActiveMember])[];
type Wanted = { readonly reason: NotificationReason } | { readonly why: string };

/**
 * Whether a message goes out, and why or why not. It compares how things are with what people were told: what a silence
 * or a lost message kept from them is still to be said, and nothing is said twice.
 */
export const decideToNotify = (situation: Situation): NotifyDecision => {
  const { incident, guardrail, members, silences } = situation;
  if (incident === undefined) return { notify: false, why: 'no incident' };
  if (incident.status === 'resolved') return decideOnEnd(incident, situation);

  const active: Active = [...members].flatMap(([group, member]) =>
    isActive(member) ? [[group, member] as const] : [],
  );
  const silenceOfGroup = (group: GroupKey) => silenceOf(silences, guardrail.id, group === WHOLE ? [] : [group]);
  const heard = active.filter(([group]) => silenceOfGroup(group) === undefined);
  const [silence] = heard.length > 0 ? [] : active.map(([group]) => silenceOfGroup(group));
  const severity = worstSeverity(heard.length > 0 ? heard : active);
  const wanted = wantedOf(incident, heard.length > 0 ? heard : active, severity, situation);
  if (silence !== undefined) {
    const reason = 'reason' in wanted && wanted.reason !== 'reminder' ? { reason: wanted.reason } : {};
    return { notify: false, why: `silenced: ${silence.silence.id}`, held: { silence, severity, ...reason } };
  }
  return 'reason' in wanted ? { notify: true, reason: wanted.reason, severity } : { notify: false, why: wanted.why };
};

const decideOnEnd = (incident: Incident, { guardrail, silences, now }: Situation): NotifyDecision => {
  const { told, severity, ending, resolvedAt = now } = incident;
  if (told.status === 'resolved') return { notify: false, why: 'resolved, and said so' };
  if (told.status === 'nothing') {
    const silence = silenceOfAll(incident, guardrail.id, silences);
    if (silence !== undefined)
      return { notify: false, why: `silenced: ${silence.silence.id}`, held: { silence, severity } };
    return { notify: true, reason: 'closed', severity };
  }
  if (incident.flappingSince !== undefined && between(resolvedAt, now) < evidenceDefaults.reopening)
    return { notify: false, why: 'flapping: its end is told once it has been calm for a while' };
  return { notify: true, reason: ending === undefined ? 'resolved' : 'closed', severity };
};

/** The silence that covers every group that an incident ever had. */
export const silenceOfAll = (
  { groups }: Incident,
  guardrail: string,
  silences: readonly ActiveSilence[],
): ActiveSilence | undefined => {
  const covers = groups.map((group) => silenceOf(silences, guardrail, group === WHOLE ? [] : [group]));
  return covers.every((silence) => silence !== undefined) ? covers[0] : undefined;
};

const wantedOf = (incident: Incident, active: Active, severity: Severity, situation: Situation): Wanted => {
  const { told } = incident;
  const firing = active.filter(([, { status }]) => status === 'firing').map(([group]) => group);
  if (told.status === 'nothing')
    return firing.length > 0 ? { reason: 'opened' } : { why: 'nothing is firing any more' };
  if (told.status === 'resolved') {
    if (firing.length === 0) return { why: 'nothing is firing any more' };
    return { reason: incident.reopenings.length >= evidenceDefaults.flapping.reopenings ? 'flapping' : 'reopened' };
  }
  if (told.severity === 'warning' && severity === 'critical') return { reason: 'escalated' };
  if (incident.flappingSince !== undefined) return { why: 'flapping: only worse news is told' };
  if (active.every(([, { status }]) => status === 'stale'))
    return told.stale ? { why: 'its events stopped, and that was said' } : { reason: 'stale' };
  if (told.status === 'stale') return { reason: 'resumed' };
  if (told.severity === 'critical' && severity === 'warning') return { reason: 'de-escalated' };
  return laterNews(incident, firing, severity, situation);
};

/** News that can wait for a few minutes, and what is said only because time went by. */
const laterNews = (
  { told, silencedBy, openedAt }: Incident,
  firing: readonly GroupKey[],
  severity: Severity,
  { guardrail, now }: Situation,
): Wanted => {
  const age = between(told.at ?? openedAt, now);
  if (newGroups(told.groups, firing).length > 0) {
    if (age >= evidenceDefaults.spreadGap) return { reason: 'spread' };
    return { why: 'more groups broke; told when the last message is a few minutes old' };
  }
  if (silencedBy !== undefined && firing.length > 0) return { reason: 'reminder' };
  const repeat = guardrail.reminders[severity];
  if (repeat !== undefined && age >= repeat) return { reason: 'reminder' };
  return { why: 'goes on as it was told' };
};

/**
 * Broken groups that people have not heard of. Who knows that the whole is broken learns nothing by the name of a part,
 * and who heard of a hundred groups nothing by that of one more.
 */
export const newGroups = (told: readonly GroupKey[], firing: readonly GroupKey[]): readonly GroupKey[] =>
  told.includes(WHOLE) || told.length >= GROUPS_REMEMBERED ? [] : firing.filter((group) => !told.includes(group));
