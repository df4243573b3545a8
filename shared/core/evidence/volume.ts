import type { Limit } from '../guardrail/guardrail.ts';
import { addMinutes, type EpochMinute } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { type Look, type Method, seriesFor, type Tested } from './look.ts';
import { chanceOfSoFew, chanceOfSoMany } from './poisson.ts';
import { asChance } from './reason.ts';
import { windowOf } from './window.ts';

/**
 * Volumes: events that came against a rate per minute, by the Poisson distribution. Real volumes swing more than that: a
 * spread cv about what is expected makes the variance lambda (1 + lambda cv^2), so both are divided by that phi.
 */
export const volume: Method = {
  windows: evidenceDefaults.volumeWindows,
  // The newest minute is still coming in, so that it looks quieter than it was.
  end: (now) => addMinutes(now, -1),
  breach: (look, limit, from) => test(came(look, limit, from), limit, limit.direction, 'breach', look.alpha),
  clear: (look, limit, from, chance) => test(came(look, limit, from), limit, opposite(limit), 'clear', chance),
  objection: (look, limit, from) => {
    const { minutes, count } = came(look, limit, from);
    if (minutes === 0) return 'no whole minute yet';
    const keeps = limit.direction === 'above' ? count < limit.rate * minutes : count > limit.rate * minutes;
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

/** That what came lies on a side of the limit by more than chance explains. A clear asks for the side that is well. */
export const test = (
  { from, to, minutes, count }: Came,
  limit: Limit,
  side: Limit['direction'],
  what: 'breach' | 'clear',
  alpha: number,
): Tested => {
  const [shortest] = evidenceDefaults.volumeWindows;
  if (minutes < shortest)
    return { proven: false, because: 'chance', reason: `fewer than ${shortest} whole minutes to judge yet` };
  const expected = limit.rate * minutes;
  if (side === 'above' ? count <= expected : count >= expected)
    return { proven: false, because: 'other-side', reason: 'on the other side of the limit' };

  const phi = 1 + expected * evidenceDefaults.volumeSpread ** 2;
  const tail = side === 'above' ? chanceOfSoMany : chanceOfSoFew;
  const probability = tail(count / phi, expected / phi);
  if (probability > alpha) {
    const seen = count === 0 ? 'no events' : `${count} events`;
    return {
      proven: false,
      because: 'chance',
      // A silence proves something only where exp(-expected / phi) is at most alpha: 9.2 events expected at 1e-4.
      reason:
        `${seen} in ${minutes} minutes, but ${asChance(expected)} expected prove nothing yet (limit ${limit.text}): ` +
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
      phi,
      probability,
      alpha,
    },
  };
};
