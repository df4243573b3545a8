import type { Limit, Weight } from '../guardrail/guardrail.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { type Look, type Method, seriesFor, type Tested } from './look.ts';
import { resolveRate } from './normal-rate.ts';
import { slowerThanNormal } from './slower-than-normal.ts';
import { rateFor, type SizeOf, type TestableLimit, testBreach, testClear } from './test-limit.ts';
import { sizeToBreak, sizeToClear } from './value.ts';
import { shareOf, type Window, windowOf } from './window.ts';

/** Rates and latencies: bad events (or bad value) of all, against the binomial distribution. */
export const share: Method = {
  windows: evidenceDefaults.windows,
  end: (now) => now,
  breach: (look, limit, from) => {
    const held = hold(look, limit, from, look.now, sizeToBreak);
    return held.known
      ? testBreach(held.window, held.limit, look.alpha, weightOf(look, limit)?.currency)
      : notKnown(held.reason);
  },
  clear: (look, limit, from, chance) => {
    const held = hold(look, limit, from, settled(look.now), sizeToClear);
    return held.known
      ? testClear(held.window, held.limit, chance, weightOf(look, limit)?.currency)
      : notKnown(held.reason);
  },
  objection: (look, limit, from) => {
    const held = hold(look, limit, from, look.now, sizeToClear);
    if (!held.known) return held.reason;
    if (held.window.total === 0) return 'no events';
    return shareOf(held.window) < rateFor(held.limit) ? undefined : `${limit.direction} the limit again`;
  },
};

/** Failures arrive later than successes do, so that the newest minute looks better than it was. */
const settled = (now: EpochMinute): EpochMinute => addMinutes(now, -1);

const notKnown = (reason: string): Tested => ({ proven: false, because: 'chance', reason });

/** A window, and what its share is held against: the limit as it is written, or what it is a multiple of. */
type Held =
  | { readonly known: true; readonly window: Window; readonly limit: TestableLimit }
  | { readonly known: false; readonly reason: string };

const hold = (look: Look, limit: Limit, from: EpochMinute, to: EpochMinute, sizeOf: SizeOf): Held => {
  const { baseline, metrics } = look.guardrail;
  const window = read(look, limit, from, to);
  if (baseline === undefined || window.total === 0) return { known: true, window, limit };
  if (metrics[limit.metric]?.bad.kind === 'unanswered') return slowerThanNormal(look, limit, from, to);
  const resolved = resolveRate(look, limit, window, sizeOf);
  return resolved.known ? { ...resolved, window } : resolved;
};

const weightOf = (look: Look, limit: Limit): Weight | undefined => look.guardrail.metrics[limit.metric]?.weight;

const read = (look: Look, limit: Limit, from: EpochMinute, to: EpochMinute): Window => {
  const window = windowOf(seriesFor(look, limit), limit, from, to, look.history);
  if (weightOf(look, limit) !== undefined && window.value === undefined && window.total > 0)
    throw new RangeError(`guardrail ${look.guardrail.id}: expected the value of its events, got counts alone`);
  return window;
};
