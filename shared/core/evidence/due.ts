import type { Guardrail } from '../guardrail/guardrail.ts';
import { type EpochMs, hourOf, minuteOf } from '../units.ts';

/**
 * Whether a guardrail is judged at a tick. A monthly one is judged by the first tick of an hour: a month does not change
 * in a minute, and the days of two months would be read sixty times as often. `last` is the last tick that was finished.
 */
export const isDue = ({ kind }: Pick<Guardrail, 'kind'>, last: EpochMs | undefined, tick: EpochMs): boolean =>
  kind !== 'monthly' || last === undefined || hourOf(minuteOf(last)) !== hourOf(minuteOf(tick));
