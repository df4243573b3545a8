import { decimalsOf } from '../currency.ts';

/** `CNY 12,300` for an estimate or a headline, which are not about cents; `CNY 12.3K` where there is little room for it. */
export const roughMoneyText = (minorUnits: number, currency: string, brief = false): string => {
  const amount = minorUnits / 10 ** decimalsOf(currency);
  const form = brief ? ({ notation: 'compact', maximumSignificantDigits: 3 } as const) : { maximumFractionDigits: 0 };
  return `${codeText(currency)} ${amount.toLocaleString('en-US', form)}`;
};

/** `CNY 12,300.00`, `JPY 12,300`: whole minor units as people write them. */
export const moneyText = (minorUnits: number, currency: string): string => {
  const digits = decimalsOf(currency);
  const amount = (minorUnits / 10 ** digits).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${codeText(currency)} ${amount}`;
};

const codeText = (currency: string): string => (/^[A-Z]{3}$/.test(currency) ? currency : '?');
