import type { Limit, Weight } from '../guardrail/guardrail.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { type Look, type Method, seriesFor } from './look.ts';
import { rateFor, testBreach, testClear } from './test-limit.ts';
import { shareOf, type Window, windowOf } from './window.ts';

/** Rates and latencies: bad events (or bad value) of all, against the binomial distribution. */
export const share: Method = {
  windows: evidenceDefaults.windows,
  end: (now) => now,
  breach: (look, limit, from) =>
    testBreach(read(look, limit, from, look.now), limit, look.alpha, weightOf(look, limit)?.currency),
  clear: (look, limit, from, chance) =>
    testClear(read(look, limit, from, settled(look.now)), limit, chance, weightOf(look, limit)?.currency),
  objection: (look, limit, from) => {
    const window = read(look, limit, from, look.now);
    if (window.total === 0) return 'no events';
    return shareOf(window) < rateFor(limit) ? undefined : `${limit.direction} the limit again`;
  },
};

/** Failures arrive later than successes do, so that the newest minute looks better than it was. */
const settled = (now: EpochMinute): EpochMinute => addMinutes(now, -1);

const weightOf = (look: Look, limit: Limit): Weight | undefined => look.guardrail.metrics[limit.metric]?.weight;

const read = (look: Look, limit: Limit, from: EpochMinute, to: EpochMinute): Window => {
  const window = windowOf(seriesFor(look, limit), limit, from, to, look.history);
  if (weightOf(look, limit) !== undefined && window.value === undefined && window.total > 0)
    throw new RangeError(`guardrail ${look.guardrail.id}: expected the value of its events, got counts alone`);
  return window;
};
