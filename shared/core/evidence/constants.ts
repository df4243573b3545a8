import { hours, minutes, MINUTES_PER_HOUR, ratio } from '../units.ts';

/**
 * The constants of judging, chosen by simulation on independent, overdispersed and autocorrelated data, retries in fives
 * and 200 groups at once. They stand together since they were chosen together; docs/judging.md has the tables.
 */
export const evidenceDefaults = {
  /** Chance of a breach per look when the rate lies on the limit. */
  breach: ratio(1e-4),
  /** Chance of a clear when the rate lies on the limit. At 0.05 three of ten incidents were closed while they ran. */
  clear: ratio(0.01),
  /** A guardrail with more groups than this shares its chance among them: 200 groups at 1e-4 each opened 18 times a week. */
  groupsAtFullChance: 10,
  /** A probability this much below the chance needs neither a second minute nor a second look. */
  decisiveFactor: 0.01,
  /** Minutes back from now; the shortest that is conclusive speaks. */
  windows: [1, 2, 5, 10, 25, 60],
  /** Of a volume, in whole minutes that have settled: a single minute without an event is nothing unusual. */
  volumeWindows: [2, 5, 10, 25, 60],
  /**
   * After those, where past hours are known. Of whole hours: the first is the one in which it would begin. Each twice the
   * one before, or less: with nothing between four hours and a day, a step from 2 to 8 % at one event a minute took 18 hours
   * to be told in place of 12. False openings are a fifteenth more exactly on the limit, and hardly any more below it.
   */
  longWindows: [120, 240, 480, 720, 1440],
  /** Bad events, after deflation, below which nothing is a breach: one payment is no outage. */
  leastBad: 2,
  /** Variance between minutes beyond the binomial that all real traffic has (intra-class correlation). */
  dispersionFloor: 0.002,
  /**
   * What past hours teach of it: from how many, each with so many bad events, and at most how much is believed. Of bursts
   * fewer hours tell (burst-size.ts), but not those of which more than a share of the minutes have bad events.
   */
  learned: { hours: 6, burstHours: 3, badPerHour: 3, mostBadMinutes: 0.9, most: 50 },
  weighted: {
    /** Bad events below which value is no breach: the sizes of four say nothing about the sizes of the next. */
    leastBad: 5,
    /** Share of the bad value that a single event may hold: beyond it the breach would be one payment. */
    largestShare: 0.5,
    /**
     * How many times as large as the average of its value bad events may be that a clear has not seen. Without it, bad
     * payments three times as large as good ones were called clear at the limit four times as often as promised.
     */
    unseenSize: 3,
  },
  /** Standard deviation of real volumes from what is expected, as a share of it, beyond that of chance. */
  volumeSpread: 0.1,
  /** Of how many minutes with how many events it is learned how much the minutes of a volume vary. */
  minuteDispersion: { minutes: 20, events: 30 },
  /**
   * What is normal: the median of past weeks, of at least so many, since a single bad one must not be it. Read over the
   * window and `margin` minutes on either side. Where they differ by more than `spread` nobody can say what is normal.
   */
  baseline: {
    fewestWeeks: 3,
    margin: 10,
    spread: 0.25,
    /**
     * A week with less than this share of what the others had was a holiday or a failure of its own, and is left out; but
     * only where they had `events`, of which a quarter comes by chance once in 2 500 times.
     */
    holiday: { share: 0.25, events: 16 },
    /**
     * Of latencies in place of `dispersionFloor`: nobody knows how many were slower than a limit that moves, so that nothing
     * is learned from past hours. Where all of a minute is slower or faster by 10 % that is the variance of slow ones.
     */
    latencyDispersionFloor: 0.01,
  },
  /**
   * Of a month: the chance that what was told of its end is wrong, one of a hundred, since the scheme's own count follows
   * in weeks and nobody is woken for it; and the days that must be over before a pace is taken from them, a whole week,
   * since chargebacks come on working days.
   */
  month: { breach: ratio(0.01), clear: ratio(0.01), leastDays: 7 },
  /** How long a member must stay clear after it was declared recovering, and how long a lower severity must hold. */
  recovery: minutes(10),
  /** A breach this soon after the resolution is the same incident. */
  reopening: minutes(30),
  /** Minutes without events that are looked at as a silence at all: producers that batch are quiet for a while too. */
  staleAfter: minutes(5),
  /** How far a member's own volume strays from its average, as a share of it: more than from a limit that someone chose. */
  steadyVariation: 0.25,
  /** A member that kept an incident open and had no events for so long is let go: nobody will ever prove it well. */
  staleEnds: hours(24),
  /** An incident that was reopened so often within that time flaps: only worse news is told then. */
  flapping: { reopenings: 4, within: hours(3) },
  /** At least so long between two messages that only name new groups: an outage spreads group by group for minutes. */
  spreadGap: minutes(5),
} as const;

/** What must be counted by the minute; windows beyond it are made of hours. */
export const LONGEST_WINDOW_MINUTES = Math.max(...evidenceDefaults.windows);
/** No window reaches back further: the longest of all begins up to 59 minutes earlier, with an hour. */
export const REACH_MINUTES = Math.max(...evidenceDefaults.longWindows) + MINUTES_PER_HOUR;
