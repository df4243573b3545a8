import type { MonthProof, Proof } from '../evidence/verdict.ts';
import { type EpochMinute, epochMinute, MINUTES_PER_DAY, startOf } from '../units.ts';
import { countOf, countText, dayText, percentText } from './format.ts';
import { moneyText, roughMoneyText } from './money.ts';
import { listText } from './plain-text.ts';

/** `1.62% and 1,840 events in November`: where the month will end, or once the limit was reached, where it is. */
export const monthText = (proof: Proof, month: MonthProof, brief: boolean): string => {
  const { bad, total, amount } = isReached(proof, month) ? soFar(proof, month) : month.projected;
  const { reached } = month;
  const values = [
    shareText(bad, total),
    ...(reached.count === undefined ? [] : [brief ? countText(Math.round(bad)) : eventsText(bad)]),
    ...(reached.amount === undefined ? [] : [roughMoneyText(amount ?? 0, currencyOf(month), brief)]),
  ];
  return `${listText(values)}${brief ? '' : ` in ${monthName(proof, month)}`}`;
};

/** What it does: `heads for`, or once the limit was reached, `reached`. */
export const monthVerb = (proof: Proof, month: MonthProof): string =>
  isReached(proof, month) ? 'reached' : 'heads for';

/** For a headline: `1.5% and 1,500`. */
export const monthLimit = (proof: Proof, { reached, ...month }: MonthProof, brief: boolean): string =>
  listText([
    ratioText(proof),
    ...(reached.count === undefined ? [] : [countText(reached.count)]),
    ...(reached.amount === undefined ? [] : [roughMoneyText(reached.amount, currencyOf(month), brief)]),
  ]);

/** `both 1.5% and 1,500 events`: a ratio beyond its limit is no breach yet, and a reader must not think so. */
export const wholeMonthLimit = (proof: Proof, { reached, ...month }: MonthProof): string => {
  const conditions = [
    ratioText(proof),
    ...(reached.count === undefined ? [] : [countOf(reached.count, 'event')]),
    ...(reached.amount === undefined ? [] : [moneyText(reached.amount, currencyOf(month))]),
  ];
  const together = conditions.length === 1 ? '' : conditions.length === 2 ? 'both ' : 'all of ';
  const least = reached.total === undefined ? '' : `, of at least ${countOf(reached.total, 'event')}`;
  return `${together}${listText(conditions)}${least}`;
};

/** `1,104 of 68,200 (1.62%) in November up to day 18 of 30`. */
export const monthCounts = (proof: Proof, month: MonthProof): string => {
  const { bad, total } = soFar(proof, month);
  const when = `in ${monthName(proof, month)} up to day ${dayOfMonth(proof, month)} of ${daysIn(proof, month)}`;
  const value = month.amount === undefined ? [] : [moneyText(month.amount.value, month.amount.currency)];
  const share = shareText(bad, total);
  if (month.against === 'this-month')
    return `${countText(bad)} of ${countText(total)} (${[share, ...value].join(', ')}) ${when}`;
  const worth = value.map((text) => ` (${text})`).join('');
  return `${eventsText(bad)}${worth} ${when}, held against ${countText(total)} of ${previousName(proof)} (${share})`;
};

/** For a line of a list: `1,104 of 68,200 so far`. */
export const shortMonthCounts = (proof: Proof, month: MonthProof): string => {
  const { bad, total } = soFar(proof, month);
  return `${countText(bad)} of ${countText(total)} so far`;
};

/** `heading for 1,840 of 113,600 (1.62%)`. */
export const outlookText = ({ projected, against, ...month }: MonthProof): string => {
  const { bad, total, amount } = projected;
  const value = amount === undefined ? '' : `, ${roughMoneyText(amount, currencyOf(month))}`;
  const counts =
    against === 'this-month' ? `${countText(Math.round(bad))} of ${countText(Math.round(total))}` : eventsText(bad);
  return `heading for ${counts} (${shareText(bad, total)}${value})`;
};

/** Where the month will end, and when it will be too late. */
export const monthLines = (proof: Proof): string[] => {
  const { month } = proof;
  if (month === undefined) return [];
  const outlook = `${capital(outlookText(month))}.`;
  if (isReached(proof, month)) return [`The limit was reached. ${outlook}`];
  const crossing = crossingText(month);
  return [crossing === undefined ? outlook : `${outlook} ${crossing}.`];
};

/** `Expected to reach the limit on 2026-11-24`; undefined where it is not expected to. */
export const crossingText = ({ crossesAt }: MonthProof): string | undefined =>
  crossesAt === undefined ? undefined : `Expected to reach the limit on ${dayText(crossesAt)}`;

/** Whether it is no estimate any more. */
export const isReached = ({ to }: Proof, { crossesAt }: MonthProof): boolean =>
  crossesAt !== undefined && crossesAt <= to;

/** The events of the month before were counted when it ended, and they are what its bad ones are held against. */
const soFar = ({ bad, total }: Proof, { against, projected, amount }: MonthProof) => ({
  bad,
  total: against === 'this-month' ? total : projected.total,
  amount: amount?.value,
});

/** `1.5%` as its owner wrote it, of `1.5% and 1,500`. */
const ratioText = ({ limit, limitText }: Proof): string => /^[\d.]+\s*%/.exec(limitText)?.[0] ?? percentText(limit);

const shareText = (bad: number, total: number): string => percentText(bad / Math.max(1, total));
const eventsText = (count: number): string => countOf(Math.round(count), 'event');
const currencyOf = ({ amount }: Pick<MonthProof, 'amount'>): string => amount?.currency ?? '';
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** `November`. Whatever the zone of the month, its middle lies in the same month of UTC. */
const monthName = ({ from }: Proof, { end }: MonthProof): string => nameAt(epochMinute((from + end) / 2));
const previousName = ({ from }: Proof): string => nameAt(epochMinute(from - 15 * MINUTES_PER_DAY));
const nameAt = (minute: EpochMinute): string =>
  new Date(startOf(minute)).toLocaleString('en-US', { month: 'long', timeZone: 'UTC' });

/** Where the clocks change a month has an hour more or less. */
const daysIn = ({ from }: Proof, { end }: MonthProof): number => Math.round((end - from) / MINUTES_PER_DAY);
const dayOfMonth = (proof: Proof, month: MonthProof): number =>
  Math.min(daysIn(proof, month), Math.max(1, Math.ceil((proof.to - proof.from) / MINUTES_PER_DAY)));
