import { type EpochMs, minuteOf } from '../units.ts';
import type { Advance } from './advance.ts';
import { compose, describeMark } from './compose.ts';
import type { Incident } from './incident.ts';
import { append } from './outbox.ts';
import type { ActiveSilence } from '../silence/silence.ts';
import { silenceOfAll } from './notify-decision.ts';
import type { GuardrailState } from './state.ts';

/**
 * A guardrail that is no longer in the rules: what is open of it is closed and said to be, since nobody will ever prove
 * it well; not before a silence ends that hid all of it. Undefined where nothing is left to do.
 */
export const retire = (
  state: GuardrailState,
  tick: EpochMs,
  silences: readonly ActiveSilence[] = [],
): Advance | undefined => {
  const { incident } = state;
  if (incident === undefined && state.members.size === 0) return undefined;
  if (incident?.told.status === 'nothing' && silenceOfAll(incident, state.guardrail, silences) !== undefined)
    return undefined;
  const { incident: _, ...rest } = state;
  const empty: GuardrailState = { ...rest, tick, members: new Map() };
  if (incident === undefined) return { state: empty, unsaid: empty, decision: 'the rule was removed' };
  const ended: Incident =
    incident.status === 'resolved'
      ? incident
      : { ...incident, status: 'resolved', resolvedAt: minuteOf(tick), ending: 'rule-removed' };
  if (ended.told.status === 'resolved')
    return { state: empty, unsaid: empty, closed: ended, decision: 'the rule was removed' };
  const told: Incident = { ...ended, sequence: ended.sequence + 1 };
  const notification = compose({
    reason: 'closed',
    severity: told.severity,
    incident: told,
    members: new Map(),
    observations: new Map(),
    described: describeMark(state),
    tick,
  });
  const after = { ...empty, outbox: append(state.outbox, notification) };
  return { state: after, notification, unsaid: empty, closed: told, decision: 'closed' };
};
