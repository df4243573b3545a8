import { endOf } from '../../shared/core/silence/silence-codec.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import { dateText } from '../../shared/core/message/format.ts';
import { groupText } from '../../shared/core/message/plain-text.ts';
import { type EpochMs, epochMinute, MS_PER_MINUTE } from '../../shared/core/units.ts';

export type SilenceState = 'active' | 'planned' | 'ended';

export const startOf = (silence: Silence): EpochMs =>
  silence.period.kind === 'once' ? silence.period.from : endOf(silence);

export const stateOf = (silence: Silence, now: EpochMs): SilenceState => {
  if (endOf(silence) <= now) return 'ended';
  return startOf(silence) <= now ? 'active' : 'planned';
};

/** `payment-failures: bank=icbc`. Its values came from outside. */
export const coversText = ({ guardrails, match }: Silence): string => {
  const which = guardrails.length === 0 ? 'every guardrail' : guardrails.join(', ');
  return match.length === 0 ? which : `${which}: ${match.map(groupText).join(' and ')}`;
};

export const fromText = (silence: Silence): string => dateText(minuteAfter(startOf(silence)));
export const untilText = (silence: Silence): string => dateText(minuteAfter(endOf(silence)));

/** The evaluator looks on the minute, so that a silence begins and ends with the next one. */
const minuteAfter = (time: EpochMs) => epochMinute(Math.ceil(time / MS_PER_MINUTE));
