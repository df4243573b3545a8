import { dedupKey, isEnd } from '../../../shared/core/incident/notification.ts';
import { isActive } from '../../../shared/core/incident/member.ts';
import { WHOLE } from '../../../shared/core/rollup/series.ts';
import { startOf } from '../../../shared/core/units.ts';
import type { Call, Saved } from '../record.ts';
import { hold } from './fail.ts';

/** While a silence covers all that is broken, nothing is told but the end of what was told before. */
export const checkSilence = ({ call, before, state }: Saved): void => {
  const waited = new Set(before?.outbox.map(dedupKey));
  const [decided] = state.outbox.filter((notification) => !waited.has(dedupKey(notification)));
  if (decided === undefined) return;
  const active = [...state.members].flatMap(([group, member]) => (isActive(member) ? [group] : []));
  const groups = active.length > 0 ? active : (state.incident?.groups ?? before?.incident?.groups ?? []);
  if (!groups.every((group) => isSilenced(call, state.guardrail, group))) return;
  // A rule that is gone is let go at once, and told of then or never.
  const isGone = call.guardrails.every(({ id }) => id !== state.guardrail);
  hold(
    isEnd(decided.reason) && (decided.sequence > 1 || isGone),
    'what is silenced tells nothing but the end of what was told before',
    () => ({ decided, groups, silences: call.silences }),
  );
};

const isSilenced = ({ silences, minute }: Call, guardrail: string, group: string): boolean =>
  silences.some(
    ({ guardrails, match, period }) =>
      (guardrails.length === 0 || guardrails.includes(guardrail)) &&
      (match.length === 0 || (group !== WHOLE && match[0] === group)) &&
      period.kind === 'once' &&
      period.from <= startOf(minute) &&
      startOf(minute) < period.until,
  );
