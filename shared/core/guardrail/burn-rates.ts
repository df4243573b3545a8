import { MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../units.ts';
import { type Burn, type Severity, severities } from './guardrail.ts';

/** How much of an error budget may be spent within a window before somebody is told. */
interface BurnRule {
  /** Of the whole budget. */
  readonly share: number;
  readonly longMinutes: number;
  readonly shortMinutes: number;
}

const hours = (count: number): number => count * MINUTES_PER_HOUR;

/**
 * The multiwindow, multi-burn-rate alerts of Google's Site Reliability Workbook, chapter 5 'Alerting on SLOs', table 5-8
 * (https://sre.google/workbook/alerting-on-slos/): a page for 2 % of the budget of 30 days in an hour and 5 % in six, a
 * ticket for 10 % in a day (in the book's rules, not in its table) and in three days. As burn rates 14.4, 6, 3 and 1.
 */
const workbook: Readonly<Record<Severity, readonly BurnRule[]>> = {
  critical: [
    { share: 0.02, longMinutes: hours(1), shortMinutes: 5 },
    { share: 0.05, longMinutes: hours(6), shortMinutes: 30 },
  ],
  warning: [
    { share: 0.1, longMinutes: hours(24), shortMinutes: hours(2) },
    { share: 0.1, longMinutes: hours(72), shortMinutes: hours(6) },
  ],
};

export interface BurnRate extends Burn {
  readonly severity: Severity;
}

/**
 * Those for a period of so many days, worst first. The same windows spend the same share of a budget: factor = share x
 * period / long window. Never less than 1, a pace that the promise allows, where a period is short (one of 28 days spends
 * 10.7 % in three days at 1); what would then only repeat the factor of a shorter window is left out.
 */
export const burnRatesOver = (days: number): readonly BurnRate[] =>
  severities.flatMap((severity) =>
    workbook[severity]
      .map(({ share, longMinutes, shortMinutes }) => {
        const factor = Math.max(1, tidy((share * days * MINUTES_PER_DAY) / longMinutes));
        return { severity, factor, longMinutes, shortMinutes };
      })
      .filter(({ factor }, index, rates) => factor !== rates[index - 1]?.factor),
  );

/** Without what the binary form of a fraction leaves behind: 14.4 and not 14.399999999999999. */
export const tidy = (value: number): number => Number(value.toPrecision(12));
