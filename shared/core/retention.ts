import { days } from './units.ts';

/** How long each kind of item is kept. Segments outlive the oldest accepted event by days, so that an exact retry still finds them. */
export const retention = {
  segment: days(7),
  /** Segments of minutes younger than this are all there. Behind it they begin to expire, and a minute would lose what it had. */
  wholeSegments: days(6),
  minuteRollup: days(35),
  /** Of hours and days. */
  longRollup: days(400),
  incident: days(400),
  setAside: days(400),
  /** After its end, so that one can still read who silenced what, and why. */
  silence: days(30),
} as const;
