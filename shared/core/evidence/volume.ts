import type { Limit } from '../guardrail/guardrail.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { chanceOfSoFewGiven, chanceOfSoManyGiven } from './estimated-pace.ts';
import { type Look, type Method, seriesFor, type Tested } from './look.ts';
import { minuteDispersion } from './minute-dispersion.ts';
import { type PaceLimit, resolvePace } from './normal-pace.ts';
import { oncePerLook } from './once-per-look.ts';
import { chanceOfSoFew, chanceOfSoMany } from './poisson.ts';
import { asChance } from './reason.ts';
import { windowOf } from './window.ts';

/**
 * Volumes: events that came against a rate per minute, by the Poisson distribution. Real volumes swing more than that: minutes
 * whose variance is d times their mean, and a spread cv about what is expected, make the variance lambda (d + lambda cv^2), so
 * both are divided by that phi.
 */
export const volume: Method = {
  windows: evidenceDefaults.volumeWindows,
  // The newest minute is still coming in, so that it looks quieter than it was.
  end: (now) => addMinutes(now, -1),
  breach: (look, limit, from) => testOn(look, limit, from, limit.direction, 'breach', look.alpha),
  clear: (look, limit, from, chance) => testOn(look, limit, from, opposite(limit), 'clear', chance),
  objection: (look, limit, from) => {
    const { minutes, count, ...window } = came(look, limit, from);
    if (minutes === 0) return 'no whole minute yet';
    const resolved = resolvePace(look, limit, window);
    if (!resolved.known) return resolved.reason;
    const expected = resolved.limit.rate * minutes;
    const keeps = limit.direction === 'above' ? count < expected : count > expected;
    return keeps ? undefined : `${limit.direction} the limit again`;
  },
};

/** What came in the settled minutes of a window. */
export interface Came {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly minutes: number;
  readonly count: number;
}

const came = (look: Look, limit: Limit, from: EpochMinute): Came => {
  const window = windowOf(seriesFor(look, limit), { direction: 'above' }, from, volume.end(look.now), 1);
  return { from: window.from, to: window.to, minutes: window.to - window.from, count: window.total };
};

const opposite = ({ direction }: Limit): Limit['direction'] => (direction === 'above' ? 'below' : 'above');

const testOn = (
  look: Look,
  limit: Limit,
  from: EpochMinute,
  side: Limit['direction'],
  what: 'breach' | 'clear',
  alpha: number,
): Tested => {
  const window = came(look, limit, from);
  const resolved = resolvePace(look, limit, window);
  return resolved.known
    ? test(window, resolved.limit, side, what, alpha, dispersionOf(look, limit))
    : { proven: false, because: 'chance', reason: resolved.reason };
};

const dispersionOf = (look: Look, limit: Limit): number =>
  once(look, String(limit.metric), () => minuteDispersion(seriesFor(look, limit), volume.end(look.now)));
const once = oncePerLook<number>();

/** That what came lies on a side of the limit by more than chance explains. A clear asks for the side that is well. */
export const test = (
  { from, to, minutes, count }: Came,
  limit: PaceLimit,
  side: Limit['direction'],
  what: 'breach' | 'clear',
  alpha: number,
  dispersion = 1,
): Tested => {
  const [shortest] = evidenceDefaults.volumeWindows;
  if (minutes < shortest)
    return { proven: false, because: 'chance', reason: `fewer than ${shortest} whole minutes to judge yet` };
  const expected = limit.rate * minutes;
  // Where nothing is expected that nothing comes is on neither side.
  if (side === 'above' ? count <= expected : count > 0 && count >= expected)
    return { proven: false, because: 'other-side', reason: 'on the other side of the limit' };

  const { spread = evidenceDefaults.volumeSpread, past, normal } = limit;
  const phi = dispersion + expected * spread ** 2;
  const probability = chanceOf(side, count / phi, expected / phi, minutes / phi, past);
  if (probability > alpha) {
    const seen = count === 0 ? 'no events' : `${count} events`;
    // A silence proves something only where exp(-expected / phi) is at most alpha: 9.2 events expected at 1e-4.
    const due =
      normal === undefined
        ? `but ${asChance(expected)} expected prove nothing yet (limit ${limit.text})`
        : `where ${asChance(normal.rate * minutes)} are normal and ${asChance(expected)} the limit (${limit.text}), prove nothing yet`;
    return {
      proven: false,
      because: 'chance',
      reason:
        `${seen} in ${minutes} minutes, ${due}: ` +
        `the chance of that is ${asChance(probability)}, a ${what} takes ${asChance(alpha)}`,
    };
  }
  return {
    proven: true,
    proof: {
      from,
      to,
      bad: 0,
      total: count,
      rate: count / minutes,
      limit: limit.rate,
      limitText: limit.text,
      ...(normal === undefined ? undefined : { normal }),
      phi,
      probability,
      alpha,
    },
  };
};

const chanceOf = (
  side: Limit['direction'],
  count: number,
  expected: number,
  minutes: number,
  past: PaceLimit['past'],
): number => {
  if (past === undefined) return side === 'above' ? chanceOfSoMany(count, expected) : chanceOfSoFew(count, expected);
  return side === 'above' ? chanceOfSoManyGiven(count, minutes, past) : chanceOfSoFewGiven(count, minutes, past);
};
