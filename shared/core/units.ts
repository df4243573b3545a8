/**
 * Numbers that carry their unit in the type. They are made only here, at the edge where a plain number comes in;
 * inside the core a bare `number` is a count.
 */
declare const unit: unique symbol;
type Branded<Unit extends string> = number & { readonly [unit]: Unit };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Branded<'EpochMs'>;
/** Whole minutes since 1970-01-01T00:00:00Z: the name of one minute, [minute, minute + 1). */
export type EpochMinute = Branded<'EpochMinute'>;
/** A length of time in milliseconds. */
export type DurationMs = Branded<'DurationMs'>;
/** A share between 0 and 1. */
export type Ratio = Branded<'Ratio'>;
/** Events in a minute. */
export type PerMinute = Branded<'PerMinute'>;
/** So many times as much: 2 is twice, 0.5 half. */
export type Multiple = Branded<'Multiple'>;

export const MS_PER_MINUTE = 60_000;
export const MINUTES_PER_HOUR = 60;
export const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

export const epochMs = (value: number): EpochMs => value as EpochMs;
export const epochMinute = (value: number): EpochMinute => value as EpochMinute;
export const durationMs = (value: number): DurationMs => value as DurationMs;
export const ratio = (value: number): Ratio => value as Ratio;
export const perMinute = (value: number): PerMinute => value as PerMinute;
export const multiple = (value: number): Multiple => value as Multiple;

export const seconds = (value: number): DurationMs => durationMs(value * 1000);
export const minutes = (value: number): DurationMs => durationMs(value * MS_PER_MINUTE);
export const hours = (value: number): DurationMs => durationMs(value * MINUTES_PER_HOUR * MS_PER_MINUTE);
export const days = (value: number): DurationMs => durationMs(value * 24 * 60 * MS_PER_MINUTE);

/** The minute in which a moment lies. */
export const minuteOf = (time: EpochMs): EpochMinute => epochMinute(Math.floor(time / MS_PER_MINUTE));
/** The first minute of the hour, or of the day (UTC), in which a minute lies. */
export const hourOf = (minute: EpochMinute): EpochMinute => epochMinute(minute - (minute % MINUTES_PER_HOUR));
export const dayOf = (minute: EpochMinute): EpochMinute => epochMinute(minute - (minute % MINUTES_PER_DAY));
/** The first moment of a minute. */
export const startOf = (minute: EpochMinute): EpochMs => epochMs(minute * MS_PER_MINUTE);
export const addMinutes = (minute: EpochMinute, count: number): EpochMinute => epochMinute(minute + count);
/** How long after `from` the minute `to` begins. */
export const between = (from: EpochMinute, to: EpochMinute): DurationMs => minutes(to - from);
export const addMs = (time: EpochMs, duration: DurationMs): EpochMs => epochMs(time + duration);
