import type { Guardrail } from '../guardrail/guardrail.ts';
import { type GroupedSeries, WHOLE } from '../rollup/series.ts';
import { addMinutes, between, days, type EpochMinute, epochMinute, hours } from '../units.ts';
import type { GuardrailState, Seen } from './state.ts';

/** Written down once an hour: the state is not to be saved each minute only to say that events came. */
const GRAIN = hours(1);
const UNMATCHED_AFTER = days(1);

/** Takes down whether the guardrail's pattern finds events. The rule under which they came is the one of `advance`. */
export const notice = (
  state: GuardrailState,
  counts: GroupedSeries,
  guardrail: Pick<Guardrail, 'month'>,
  now: EpochMinute,
): GuardrailState => {
  const found = range(counts, guardrail);
  const since = state.seen.since ?? now;
  if (found === undefined) return { ...state, seen: { ...state.seen, since } };
  const first = state.seen.first ?? found.first;
  const last =
    state.seen.last === undefined || between(state.seen.last, found.last) >= GRAIN ? found.last : state.seen.last;
  return { ...state, seen: { since, first, last } };
};

/** A rule whose pattern has found no event for a day can never fire: a misspelt value looks just like health. */
export const isUnmatched = ({ seen }: { readonly seen: Seen }, now: EpochMinute): boolean => {
  const last = seen.last ?? seen.since;
  return last !== undefined && between(last, now) >= UNMATCHED_AFTER;
};

interface Range {
  readonly first: EpochMinute;
  readonly last: EpochMinute;
}

/**
 * Of a month the events that the bad ones are held against, since a month may well have none that are bad; in the hours
 * and days before the minutes too, since a month is judged once an hour.
 */
const range = (counts: GroupedSeries, { month }: Pick<Guardrail, 'month'>): Range | undefined => {
  const series = counts.get(WHOLE)?.[month?.total ?? 0];
  const [oldest] = month === undefined ? [] : (series?.older ?? []);
  const newest = month === undefined ? undefined : series?.older?.at(-1);
  const first = series?.total.findIndex((count) => count > 0) ?? -1;
  if (series !== undefined && first !== -1) {
    return {
      first: oldest?.from ?? addMinutes(series.from, first),
      last: addMinutes(
        series.from,
        series.total.findLastIndex((count) => count > 0),
      ),
    };
  }
  return oldest === undefined || newest === undefined
    ? undefined
    : { first: oldest.from, last: epochMinute(newest.to - 1) };
};
