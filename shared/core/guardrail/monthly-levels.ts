import { decimalsOf } from '../currency.ts';
import { ratio } from '../units.ts';
import type { Fault } from './fault.ts';
import type { Level, Severity } from './guardrail.ts';
import { parsePercent } from './quantity.ts';
import type { RawMonthly } from './schema.ts';

/** A level of a rule over a calendar month, as guardrails.yaml or a preset has it. */
export type RawMonthlyLevel = NonNullable<RawMonthly['warning']> & { readonly severity: Severity };

export const levelOf = ({ severity, ratio: text, count, amount, total }: RawMonthlyLevel): Level => ({
  severity,
  metric: 0,
  direction: 'above',
  rate: parsePercent(text) ?? ratio(1),
  text: textOf({ ratio: text, count, amount, total }),
  reached: {
    ...(count === undefined ? undefined : { count }),
    ...(amount === undefined ? undefined : { amount: minorUnitsOf(amount) }),
    ...(total === undefined ? undefined : { total }),
  },
});

/** `1.5% and 1,500`, `0.5%, 50,000 USD and 1,000 in all`. */
const textOf = ({ ratio: share, count, amount, total }: Omit<RawMonthlyLevel, 'severity'>): string => {
  const [value, currency = ''] = amount?.split(/\s+/) ?? [];
  const also = [
    ...(count === undefined ? [] : [numberText(count)]),
    ...(value === undefined ? [] : [`${numberText(Number(value))} ${currency}`]),
    ...(total === undefined ? [] : [`${numberText(total)} in all`]),
  ];
  const last = also.pop();
  return last === undefined ? share : `${[share, ...also].join(', ')} and ${last}`;
};

const numberText = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 4 });

export const currencyOf = ({ amount }: Pick<RawMonthlyLevel, 'amount'>): string | undefined => amount?.split(/\s+/)[1];

const minorUnitsOf = (amount: string): number => {
  const [value, currency = ''] = amount.split(/\s+/);
  return Math.round(Number(value) * 10 ** decimalsOf(currency));
};

/** What is wrong with two levels beside each other. */
export const levelFaults = (levels: readonly RawMonthlyLevel[]): Fault[] => [
  ...currencyFaults(levels),
  ...orderFaults(levels),
];

const currencyFaults = (levels: readonly RawMonthlyLevel[]): Fault[] => {
  const [critical, warning] = levels.map(currencyOf);
  return critical === undefined || warning === undefined || critical === warning
    ? []
    : [{ path: ['critical', 'amount'], message: `expected the currency of warning (${warning}), got ${critical}` }];
};

/** Critical must be worse in one way and milder in none: else a month could be beyond it and not beyond warning. */
const orderFaults = (levels: readonly RawMonthlyLevel[]): Fault[] => {
  const [critical, warning] = levels;
  if (critical === undefined || warning === undefined) return [];
  const pairs = [
    [parsePercent(critical.ratio) ?? 0, parsePercent(warning.ratio) ?? 0],
    [critical.count ?? 0, warning.count ?? 0],
    [minorUnitsOf(critical.amount ?? '0'), minorUnitsOf(warning.amount ?? '0')],
    [critical.total ?? 0, warning.total ?? 0],
  ] as const;
  return pairs.every(([left, right]) => left >= right) && pairs.some(([left, right]) => left > right)
    ? []
    : [
        {
          path: ['critical'],
          message: `expected a limit worse than that of warning (${textOf(warning)}), got ${textOf(critical)}`,
        },
      ];
};
