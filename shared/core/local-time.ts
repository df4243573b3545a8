import { addMs, days, durationMs, type DurationMs, type EpochMs, epochMs, hours, minutes } from './units.ts';

/** What the clocks of an IANA zone show at a moment, given as if it were UTC; undefined for a zone that this runtime does not know. */
export const localTime = (moment: EpochMs, timezone: string): EpochMs | undefined => {
  const clock = clockOf(timezone);
  return clock === undefined ? undefined : addMs(moment, offsetAt(clock, moment));
};

/**
 * The moment at which the clocks of a zone show a time, given as if it were UTC. An hour that comes twice means the first
 * of the two; one that is left out is counted on from before the gap, so that 02:30 is what the clocks show as 03:30
 * (RFC 5545, 3.3.5). Takes that a zone changes its offset at most once within two days.
 */
export const momentOf = (local: EpochMs, timezone: string): EpochMs => {
  const clock = clockOf(timezone);
  if (clock === undefined) throw new RangeError(`Expected a time zone such as Asia/Shanghai, got ${timezone}`);
  const before = epochMs(local - offsetAt(clock, epochMs(local - days(1))));
  const after = epochMs(local - offsetAt(clock, epochMs(local + days(1))));
  const shows = (moment: EpochMs): boolean => moment + offsetAt(clock, moment) === local;
  return shows(before) || !shows(after) ? before : after;
};

/** How far the clocks are ahead of UTC: `GMT+08:00`, and `GMT` where they are not. */
const offsetAt = (clock: Intl.DateTimeFormat, moment: EpochMs): DurationMs => {
  const [, sign, hour, minute] = /GMT([+-])(\d\d):(\d\d)/.exec(clock.format(moment)) ?? [];
  const ahead = hours(Number(hour ?? 0)) + minutes(Number(minute ?? 0));
  return durationMs(sign === '-' ? -ahead : ahead);
};

// Making a clock takes a hundred times as long as reading it, and each tick asks for the same few zones.
const clocks = new Map<string, Intl.DateTimeFormat | undefined>();

const clockOf = (timezone: string): Intl.DateTimeFormat | undefined => {
  if (!clocks.has(timezone)) clocks.set(timezone, newClock(timezone));
  return clocks.get(timezone);
};

const newClock = (timeZone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
