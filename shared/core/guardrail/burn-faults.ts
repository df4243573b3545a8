import { MINUTES_PER_HOUR } from '../units.ts';
import { type BurnRate, tidy } from './burn-rates.ts';
import type { Fault } from './fault.ts';
import { severities } from './guardrail.ts';

/** A burn rate as its owner wrote it: where, and the windows as text. */
export interface GivenRate extends BurnRate {
  readonly path: readonly (string | number)[];
  readonly long: string;
  readonly short: string;
}

/** Beyond it a budget would be less than an event in a million, and binary fractions are no longer those that were written. */
const MOST_PROMISED = 0.999999;

export const promiseFaults = (target: number, objective: string): Fault[] =>
  target > MOST_PROMISED ? [{ path: ['objective'], message: `expected at most 99.9999%, got ${objective}` }] : [];

/** What makes burn rates that are each right in form no rule, for an objective with a budget of such a share of events. */
export const burnFaults = (rates: readonly GivenRate[], objective: string, budget: number): Fault[] => [
  ...rates.flatMap((rate) => [...factorFaults(rate, objective, budget), ...windowFaults(rate)]),
  ...severities.flatMap((severity) => orderFaults(rates.filter((rate) => rate.severity === severity))),
  ...severityFaults(rates),
];

/** Of the standard rates, which the owner of the objective did not choose. */
export const standardFaults = (rates: readonly BurnRate[], objective: string, budget: number): Fault[] => {
  const highest = Math.max(...rates.map(({ factor }) => factor));
  return isReachable(highest, budget)
    ? []
    : [
        {
          path: ['objective'],
          message:
            `expected more than ${leastPromise(highest)}, or burn: with factors below ${most(budget)}, got ${objective}: ` +
            `a burn rate of ${highest} can never be reached where all events failing burns ${most(budget)} times the budget`,
        },
      ];
};

const factorFaults = ({ path, factor }: GivenRate, objective: string, budget: number): Fault[] => {
  const at = [...path, 'factor'];
  if (factor < 1)
    return [{ path: at, message: `expected at least 1, got ${factor}: at 1 the budget lasts as long as it must` }];
  if (isReachable(factor, budget)) return [];
  return [
    {
      path: at,
      message:
        `expected a factor below ${most(budget)}, or an objective of more than ${leastPromise(factor)}, got ${factor}: ` +
        `with ${objective} all events failing burns ${most(budget)} times the budget`,
    },
  ];
};

/** At a rate of all events there is nothing beyond the limit. */
const isReachable = (factor: number, budget: number): boolean => tidy(factor * budget) < 1;

/** How fast a budget burns at most, as text. */
const most = (budget: number): string => String(Number((1 / budget).toPrecision(4)));

/** The objective whose budget just burns so fast when all events fail, rounded to where it is enough. */
const leastPromise = (factor: number): string => {
  const budget = 100 / factor;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(budget)));
  return `${tidy(100 - Math.floor(budget * 10 ** digits) / 10 ** digits)}%`;
};

/** What lies before the minutes of the last hour is counted by the hour. */
const isCounted = (minutes: number): boolean => minutes <= MINUTES_PER_HOUR || minutes % MINUTES_PER_HOUR === 0;

const wholeHours = (text: string): string => `expected whole hours where it is longer than 1h, got ${text}`;

const windowFaults = ({ path, long, longMinutes, short, shortMinutes }: GivenRate): Fault[] => {
  const faults: Fault[] = [];
  if (!isCounted(longMinutes)) faults.push({ path: [...path, 'long'], message: wholeHours(long) });
  if (shortMinutes >= longMinutes)
    faults.push({ path: [...path, 'short'], message: `expected a shorter window than long (${long}), got ${short}` });
  else if (!isCounted(shortMinutes)) faults.push({ path: [...path, 'short'], message: wholeHours(short) });
  return faults;
};

/** A longer window is for what spends more slowly: at the same pace the shorter one is broken before it. */
const orderFaults = (rates: readonly GivenRate[]): Fault[] => {
  const sorted = rates.toSorted((left, right) => left.longMinutes - right.longMinutes);
  return sorted.flatMap((rate, index): Fault[] => {
    const shorter = sorted[index - 1];
    if (shorter === undefined) return [];
    if (shorter.longMinutes === rate.longMinutes)
      return [{ path: [...rate.path, 'long'], message: `expected each long window once, got ${rate.long} again` }];
    if (rate.factor < shorter.factor) return [];
    return [
      {
        path: [...rate.path, 'factor'],
        message: `expected less than over the shorter window of ${shorter.long} (${shorter.factor}), got ${rate.factor}: that one breaks first`,
      },
    ];
  });
};

const severityFaults = (rates: readonly GivenRate[]): Fault[] => {
  const milder = Math.max(0, ...rates.filter(({ severity }) => severity === 'warning').map(({ factor }) => factor));
  return rates
    .filter(({ severity, factor }) => severity === 'critical' && factor <= milder)
    .map(({ path, factor }) => ({
      path: [...path, 'factor'],
      message: `expected a factor above those of warning (${milder}), got ${factor}`,
    }));
};
