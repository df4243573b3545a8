import { ruleFingerprint } from '../guardrail/fingerprint.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import { type EpochMinute, type EpochMs, minuteOf } from '../units.ts';
import { advanceIncident } from './advance-incident.ts';
import { advanceMembers, judgedMembers } from './advance-members.ts';
import { compose, describe } from './compose.ts';
import { type Hidden, HIDDEN_REMEMBERED, type Incident, type SilenceFact } from './incident.ts';
import type { Notification } from './notification.ts';
import { decideToNotify, type HeldBack } from './notify-decision.ts';
import type { Observations } from './observe.ts';
import { append } from './outbox.ts';
import type { ActiveSilence } from '../silence/silence.ts';
import type { GuardrailState } from './state.ts';
import { toldOf } from './told.ts';

export interface Tick {
  /** As {@link notice} left it. */
  readonly state: GuardrailState;
  readonly guardrail: Guardrail;
  readonly observations: Observations;
  readonly tick: EpochMs;
  readonly silences?: readonly ActiveSilence[];
}

export interface Advance {
  /** What is to be saved. */
  readonly state: GuardrailState;
  /** What to say about it; it waits in the outbox of `state` too. */
  readonly notification?: Notification;
  /** The state if `notification` is left unsaid after all. */
  readonly unsaid: GuardrailState;
  /** An incident that leaves the state and must be archived before the state is saved. */
  readonly closed?: Incident;
  /** Why a message goes out, or why none does. */
  readonly decision: string;
}

/** One tick of one guardrail: members change by what was seen of them, the incident by its members, the outbox by the incident. */
export const advance = ({ state, guardrail, observations, tick, silences = [] }: Tick): Advance => {
  const now = minuteOf(tick);
  const rule = { fingerprint: ruleFingerprint(guardrail), name: guardrail.name, kind: guardrail.kind };
  const before = judgedMembers(state.members, guardrail, state.rule);
  const members = advanceMembers(before, observations);
  const ruleChanged = state.rule !== undefined && state.rule.fingerprint !== rule.fingerprint;
  const step = advanceIncident(state.incident, { guardrail, before, after: members, ruleChanged, now });
  const closed = step.closed === undefined ? {} : { closed: step.closed };

  const decision = decideToNotify({ guardrail, incident: step.incident, members, silences, now });
  const next = (incident: Incident | undefined, outbox: readonly Notification[]): GuardrailState => ({
    guardrail: state.guardrail,
    tick,
    rule,
    seen: state.seen,
    members,
    ...(incident === undefined ? undefined : { incident }),
    outbox,
  });
  if (step.incident === undefined || !decision.notify) {
    const held = decision.notify ? undefined : decision.held;
    const after = step.incident === undefined ? undefined : holdBack(step.incident, held, now);
    const quiet = next(after, state.outbox);
    return { state: quiet, unsaid: quiet, ...closed, decision: decision.notify ? decision.reason : decision.why };
  }

  const { reason, severity } = decision;
  const flapping = reason === 'flapping' ? { flappingSince: now } : {};
  const incident = { ...step.incident, ...flapping, sequence: step.incident.sequence + 1 };
  const notification = compose({
    reason,
    severity,
    incident,
    members,
    observations,
    described: describe(guardrail),
    tick,
  });
  return {
    state: next(
      unsilenced({ ...incident, told: toldOf(incident, notification, members) }),
      append(state.outbox, notification),
    ),
    notification,
    unsaid: next(step.incident, state.outbox),
    ...closed,
    decision: reason,
  };
};

/** Takes down the silence that covers an incident, and the message that it held back, each once. */
export const holdBack = (incident: Incident, held: HeldBack | undefined, now: EpochMinute): Incident => {
  if (held === undefined) return unsilenced(incident);
  const silenced = { ...incident, silencedBy: factOf(held.silence) };
  const hidden = newlyHidden(incident, held, now);
  return hidden === undefined
    ? silenced
    : { ...silenced, hidden: [...incident.hidden, hidden].slice(-HIDDEN_REMEMBERED) };
};

/** Since people were told nothing, the same message is due at each tick: it is taken down once, and then what changes. */
const newlyHidden = (
  { hidden, told }: Incident,
  { reason, severity }: HeldBack,
  at: EpochMinute,
): Hidden | undefined => {
  if (reason === undefined) return undefined;
  const since = hidden.filter((one) => one.at > (told.at ?? -Infinity));
  const last = since.at(-1);
  if (last === undefined || !since.some((one) => one.reason === reason)) return { reason, severity, at };
  if (last.severity === severity) return undefined;
  return { reason: severity === 'critical' ? 'escalated' : 'de-escalated', severity, at };
};

const unsilenced = (incident: Incident): Incident => {
  const { silencedBy: _, ...rest } = incident;
  return rest;
};

const factOf = ({ silence, until }: ActiveSilence): SilenceFact => ({
  id: silence.id,
  by: silence.by,
  why: silence.why,
  until,
});
