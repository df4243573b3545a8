import type { Culprit, Findings } from '../explain/explanation.ts';
import type { Proof } from '../evidence/verdict.ts';
import type { Guardrail, Kind, Limit } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import { minuteOf } from '../units.ts';
import { type Advance, holdBack } from './advance.ts';
import type { Incident } from './incident.ts';
import { isEnd, type Notification } from './notification.ts';
import type { ActiveSilence } from '../silence/silence.ts';
import { silenceOf } from '../silence/silencing.ts';
import type { GuardrailState } from './state.ts';
import { withGroups } from './told.ts';

/**
 * Puts what the raw events told into a message, or takes it back: groups that broke only because a culprit lies in them
 * that people know of are no news, and neither is a culprit that is silenced.
 */
export const conclude = (
  advance: Advance,
  findings: Findings,
  guardrail: Guardrail,
  silences: readonly ActiveSilence[],
): Advance => {
  const { notification, state, unsaid } = advance;
  const incident = unsaid.incident;
  if (notification === undefined) return advance;
  const culprits = findings.who?.kind === 'named' ? findings.who.culprits : [];
  if (incident !== undefined && culprits.length > 0 && !isEnd(notification.reason)) {
    const explained = explains(findings, guardrail, notification);
    const { spreadTo } = notification;
    if (spreadTo?.every(explained) === true && culprits.every((culprit) => isKnown(culprit, incident))) {
      const told = { ...incident.told, groups: withGroups(incident.told.groups, spreadTo) };
      return unsay(advance, { ...incident, told }, `no spread: explained by ${namesOf(culprits)}`);
    }
    const silence = silenceOfCulprits(culprits, guardrail, silences);
    if (
      silence !== undefined &&
      notification.moreMembers === 0 &&
      notification.members.every(({ group }) => explained(group))
    ) {
      const held = { silence, reason: notification.reason, severity: notification.severity };
      return unsay(advance, holdBack(incident, held, minuteOf(notification.at)), `silenced: ${silence.silence.id}`);
    }
  }
  return { ...advance, notification: withFindings(notification, findings), state: tell(state, findings, culprits) };
};

/**
 * Whether a group keeps the mildest limit once the culprits' events are taken out of it. What is left is counted in events
 * and by the limit of the member's own severity: where the mildest limit is on value, on payments or on another latency it
 * can't be told, and the group is news.
 */
const explains = (
  { remainders }: Findings,
  { kind, levels, metrics, baseline }: Guardrail,
  { members }: Notification,
) => {
  const mildest = levels.at(-1);
  const metric = mildest === undefined ? undefined : metrics[mildest.metric];
  const isOfEvents = metric !== undefined && metric.weight === undefined && metric.countBy === undefined;
  return (group: GroupKey): boolean => {
    const rest = remainders.get(group);
    const member = members.find((fact) => fact.group === group);
    if (mildest === undefined || !isOfEvents || rest === undefined || member === undefined) return false;
    const countsDiffer = metrics.length > 1 || (kind === 'latency' && baseline !== undefined);
    if (countsDiffer && member.severity !== mildest.severity) return false;
    const allowed = allowedBy(mildest, member.proof, kind) * rest.total;
    return mildest.direction === 'above' ? rest.bad <= allowed : rest.bad >= allowed;
  };
};

/** The share that a limit allows, of a multiple of what is normal as the proof knows it. */
const allowedBy = ({ rate }: Limit, { normal, limit }: Proof, kind: Kind): number => {
  if (normal === undefined) return rate;
  return kind === 'latency' ? limit : normal.rate * rate;
};

const isKnown = ({ values }: Culprit, { told }: Incident): boolean =>
  told.groups.includes(nameOf(values)) || values.some((value) => told.groups.includes(value));

const silenceOfCulprits = (
  culprits: readonly Culprit[],
  { id }: Guardrail,
  silences: readonly ActiveSilence[],
): ActiveSilence | undefined => {
  const covers = culprits.map(({ values }) => silenceOf(silences, id, values));
  return covers.every((silence) => silence !== undefined) ? covers[0] : undefined;
};

const unsay = ({ unsaid, closed }: Advance, incident: Incident, decision: string): Advance => {
  const state: GuardrailState = { ...unsaid, incident };
  return { state, unsaid: state, ...(closed === undefined ? undefined : { closed }), decision };
};

const withFindings = (
  notification: Notification,
  { who, impact, budget, examples, percentiles }: Findings,
): Notification => ({
  ...notification,
  members: notification.members.map((fact) => {
    const percentileMs = percentiles.get(fact.group);
    return percentileMs === undefined ? fact : { ...fact, percentileMs };
  }),
  ...(who === undefined ? undefined : { who }),
  ...(impact === undefined ? undefined : { impact }),
  ...(budget === undefined ? undefined : { budget }),
  ...(examples.length === 0 ? undefined : { examples }),
});

/** The message in the outbox, and that people will know of the culprits. */
const tell = (state: GuardrailState, findings: Findings, culprits: readonly Culprit[]): GuardrailState => {
  const last = state.outbox.at(-1);
  const { incident } = state;
  return {
    ...state,
    ...(incident === undefined
      ? undefined
      : {
          incident: {
            ...incident,
            told: {
              ...incident.told,
              groups: withGroups(
                incident.told.groups,
                culprits.map(({ values }) => nameOf(values)),
              ),
            },
          },
        }),
    outbox: last === undefined ? [] : [...state.outbox.slice(0, -1), withFindings(last, findings)],
  };
};

const nameOf = (values: readonly GroupKey[]): string => values.join(' and ');
const namesOf = (culprits: readonly Culprit[]): string => culprits.map(({ values }) => nameOf(values)).join(', ');
