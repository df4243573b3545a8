import { endOf } from '../../shared/core/silence/silence-codec.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import type { EpochMs } from '../../shared/core/units.ts';
import { stateOf } from './words.ts';

/** What other programs read of a silence. */
export const asJson = (silence: Silence, now: EpochMs) => {
  const { id, guardrails, match, period, by, why } = silence;
  const from = period.kind === 'once' ? new Date(period.from).toISOString() : undefined;
  return {
    id,
    state: stateOf(silence, now),
    guardrails,
    match,
    from,
    until: new Date(endOf(silence)).toISOString(),
    by,
    why,
  };
};
