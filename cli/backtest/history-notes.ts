import { MINUTES_PER_HOUR } from '../../shared/core/units.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import type { Backtest, Outcome } from './run.ts';

/** A guardrail that could not be judged for long, since the events say nothing of what came before them. */
export interface HistoryNote {
  readonly guardrail: string;
  /** Its first verdict; missing where there was none. */
  readonly until?: EpochMinute;
  readonly reason: string;
}

/** Within an hour every guardrail that has enough events says something; what takes longer waits for its past. */
const USUAL_MINUTES = MINUTES_PER_HOUR;

export const historyNotes = ({ from, ticks }: Backtest, { named, verdictsOf }: Outcome): readonly HistoryNote[] =>
  named.rules.guardrails.flatMap(({ id }): HistoryNote[] => {
    const { first, reason = 'no events that it counts' } = verdictsOf(id);
    if (first === undefined) return [{ guardrail: id, reason }];
    return first - from > Math.min(USUAL_MINUTES, ticks) ? [{ guardrail: id, until: first, reason }] : [];
  });
