import type { Burn, Level } from '../guardrail/guardrail.ts';
import type { Series } from '../rollup/series.ts';
import { addMinutes, type EpochMinute, epochMinute, hourOf, MINUTES_PER_HOUR, ratio } from '../units.ts';
import { evidenceDefaults } from './constants.ts';
import { type Look, seriesFor, type Tested } from './look.ts';
import { pastHours } from './past-hours.ts';
import { asPercent } from './reason.ts';
import { testBreach } from './test-limit.ts';
import { shareOf, type Window, windowOf } from './window.ts';

/** A level of an objective. */
export type BurnLevel = Level & { readonly burn: Burn };
export const isBurning = (level: Level): level is BurnLevel => level.burn !== undefined;

type Burnt = (Extract<Tested, { proven: true }> & { readonly since: EpochMinute }) | Doubt;
type Doubt = Extract<Tested, { proven: false }>;

/**
 * That an error budget burns faster than a level allows: proven over its long window, and going on, which the short one
 * says without a test (the workbook's multiwindow alerts, see burn-rates.ts). What was overspent an hour ago and no
 * longer is wakes nobody. `since`: where the trouble began; an outage of two minutes does not last an hour yet.
 */
export const testBurn = (look: Look, level: BurnLevel): Burnt => {
  const { now, alpha, history } = look;
  const { burn } = level;
  const series = seriesFor(look, level);
  const from = burnStart(look, burn.longMinutes);
  const long = windowOf(series, level, from, now, history);
  const overspent = testBreach(long, raised(level, long), alpha);
  if (!overspent.proven) return overspent;
  // Against so low a limit two or three tries of one payment would be overwhelming. A busy member's budget lasts a minute.
  if (long.badMinutes < 2)
    return {
      proven: false,
      because: 'rule',
      reason: 'all bad events lie in one minute: they may be one payment, retried',
    };

  const since = burningSince(series, level, from, now);
  const short = windowOf(series, level, burnStart(look, shortOf(burn, now - since)), now, history);
  if (!(shareOf(short) > level.rate)) return { proven: false, because: 'rule', reason: overReason(short, level) };
  const { proof } = overspent;
  const burning = {
    factor: (proof.rate / level.rate) * burn.factor,
    limit: burn.factor,
    short: { from: short.from, to: short.to, bad: short.bad, total: short.total },
  };
  return { proven: true, proof: { ...proof, limit: level.rate, burn: burning }, since };
};

/** Beyond the last hour windows are made of whole hours, and so up to 59 minutes longer than they are called. */
const burnStart = ({ now, horizon }: Pick<Look, 'now' | 'horizon'>, minutes: number): EpochMinute => {
  const start = addMinutes(now, -minutes);
  const whole = minutes > MINUTES_PER_HOUR ? hourOf(start) : start;
  return epochMinute(Math.max(whole, horizon ?? whole));
};

/**
 * The level, raised where less than its long window is known or may be looked at: a burn rate stands for a share of the
 * budget, and ten minutes must burn six times as fast to spend that of an hour. Else a deployment that is an hour old, or
 * the hour after an incident, would be held against a pace that is meant for three days.
 */
const raised = (level: BurnLevel, { from, to }: Window): BurnLevel => {
  const parts = level.burn.longMinutes / Math.max(1, to - from);
  return { ...level, rate: ratio(level.rate * Math.max(1, parts)) };
};

/**
 * Where the minutes begin that are furthest beyond the level, all in all: the change point of a cumulative sum (CUSUM).
 * Of the past only whole hours are known.
 */
const burningSince = (series: Series, { rate }: BurnLevel, from: EpochMinute, now: EpochMinute): EpochMinute => {
  let [beyond, most, since] = [0, 0, now];
  const add = (start: EpochMinute, bad: number, total: number): void => {
    beyond += bad - rate * total;
    if (beyond > most) [most, since] = [beyond, start];
  };
  for (let at = series.total.length - 1; at >= Math.max(0, from - series.from); at--)
    add(addMinutes(series.from, at), series.bad[at] ?? 0, series.total[at] ?? 0);
  for (const { from: start, bad, total } of pastHours(series, from).hours.toReversed()) add(start, bad, total);
  return since;
};

/** Shortest of all that are looked at: in a minute or two a quiet member may well have no event. */
const LEAST_SHORT_MINUTES = 5;

/**
 * The short window is that part of the long one (1/12 in the workbook) which says that trouble of its length goes on. Where
 * the trouble is younger than the window, it is that part of the trouble: of three days with one outage of an hour six
 * hours must not pass until somebody is told that it is over.
 */
const shortOf = ({ longMinutes, shortMinutes }: Burn, age: number): number =>
  Math.min(shortMinutes, Math.max(LEAST_SHORT_MINUTES, Math.ceil((age * shortMinutes) / longMinutes)));

const overReason = ({ from, to, bad, total }: Window, { rate }: BurnLevel): string =>
  total === 0
    ? `nothing in the last ${to - from} minutes: nobody knows whether it goes on`
    : `it does not go on: ${bad} of ${total} events in the last ${to - from} minutes (${asPercent(bad / total)}, limit ${asPercent(rate)})`;

/** Where the windows of an objective begin that are longer than those of all kinds, shortest first: they may prove it clear. */
export const longerStarts = (look: Look): readonly EpochMinute[] =>
  look.guardrail.levels
    .flatMap(({ burn }) => burn?.longMinutes ?? [])
    .filter((minutes) => minutes > Math.max(...evidenceDefaults.longWindows))
    .toSorted((left, right) => left - right)
    .map((minutes) => burnStart(look, minutes));
