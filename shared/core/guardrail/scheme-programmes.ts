import type { Month, Severity } from './guardrail.ts';
import type { RawMonthly } from './schema.ts';

/**
 * The programmes of card schemes that `preset:` knows. The rules of the schemes themselves are not public: each number
 * has the page that it was read from and the day, and what the pages leave open says so. A scheme changes its programme
 * about once a year, so look at the page before relying on a number; what is written beside `preset` takes its place.
 *
 * The attributes that the patterns name: `network` (`visa`, `mastercard`), `channel` (`ecommerce`), `threeDs` (whether the
 * payment went through 3-D Secure), and of a chargeback `reason`, the scheme's code. Events of type `chargeback` and
 * `fraud_report` (TC40) are dated when the scheme reports them. Disputes of card-present payments and repeated ones
 * (second presentments) count in neither programme: leave them out, or write a `bad` of your own.
 */
export const programmeNames = ['visa-vamp', 'mastercard-ecm', 'mastercard-efm'] as const;
export type ProgrammeName = (typeof programmeNames)[number];

export interface Programme {
  readonly name: string;
  readonly description: string;
  /** Page, the day it was read, and from when on it says that the numbers hold. */
  readonly source: string;
  readonly bad: NonNullable<RawMonthly['bad']>;
  readonly of: NonNullable<RawMonthly['of']>;
  readonly against: Month['against'];
  readonly unless?: NonNullable<RawMonthly['unless']>;
  readonly levels: Readonly<Partial<Record<Severity, NonNullable<RawMonthly['warning']>>>>;
}

export const programmes: Readonly<Record<ProgrammeName, Programme>> = {
  /**
   * Merchant 'excessive': 1.50 % or more from 2026-04-01 on (2.20 % before, and still in the Middle East and North Africa,
   * where more than 100 events of more than 75,000 USD count instead). The page says 'greater than 1,500', others 'at
   * least': the lower is taken. One fraud may count twice, as a TC40 and as a dispute. Disputes and settled payments are
   * those of the same calendar month (https://docs.antom.com/ac/dispute/monitor, read 2026-11-23).
   */
  'visa-vamp': {
    name: 'Visa VAMP',
    description: 'Visa Acquirer Monitoring Program: disputes and fraud reports of a merchant in a calendar month.',
    source:
      'https://support.checkout.com/hc/en-us/articles/23330844282514 read 2026-11-23, valid from 2026-04-01 outside MENA',
    bad: { type: ['chargeback', 'fraud_report'], network: 'visa' },
    of: { type: 'payment', network: 'visa', outcome: 'succeeded', channel: 'ecommerce' },
    against: 'this-month',
    levels: {
      critical: { ratio: '1.5%', count: 1500 },
      // Half of it: ours, Visa has no such level for merchants.
      warning: { ratio: '0.75%', count: 750 },
    },
  },
  /**
   * ECM from 100 chargebacks and 150 basis points on, HECM from 300 and 300 on; against the sales of the month before. A
   * merchant leaves after three months below (https://docs.solidgate.com/risks/monitoring-programs/mastercard, read
   * 2026-11-23), which is not followed here: each month is judged alone.
   */
  'mastercard-ecm': {
    name: 'Mastercard ECM',
    description:
      'Mastercard Excessive Chargeback Program: warning is an Excessive Chargeback Merchant, critical a High Excessive one.',
    source:
      'https://developer.paypal.com/braintree/articles/risk-and-security/card-brand-monitoring-programs/mastercard-programs/excessive-chargeback-program read 2026-11-23, valid from 2019-10',
    bad: { type: 'chargeback', network: 'mastercard' },
    of: { type: 'payment', network: 'mastercard', outcome: 'succeeded' },
    against: 'previous-month',
    levels: {
      critical: { ratio: '3%', count: 300 },
      warning: { ratio: '1.5%', count: 100 },
    },
  },
  /**
   * Not excused by 3-D Secure below 10 % of the sales; where strong authentication is the law, 50 %: write `unless` for it.
   * In Australia 0.20 % and 15,000 USD. Fraud chargebacks are those of code 4837 (the page writes 4387) and of 4863, which
   * is no longer used. USD or EUR: write the levels in the other one. Merchants in Germany, Liechtenstein and Switzerland
   * are exempt (https://help.dalenys.com/hc/en-gb/articles/14654560203548, read 2026-11-23). Which month's sales the 3-D
   * Secure share is of was not found: it is taken of those that the chargebacks are held against.
   */
  'mastercard-efm': {
    name: 'Mastercard EFM',
    description: 'Mastercard Excessive Fraud Merchant: chargebacks for fraud of a merchant in a calendar month.',
    source:
      'https://developer.paypal.com/braintree/articles/risk-and-security/card-brand-monitoring-programs/mastercard-programs/excessive-fraud-merchant-program read 2026-11-23, start of validity not given',
    bad: { type: 'chargeback', network: 'mastercard', reason: ['4837', 4837, '4863', 4863] },
    of: { type: 'payment', network: 'mastercard', outcome: 'succeeded', channel: 'ecommerce' },
    against: 'previous-month',
    unless: { of: { threeDs: true }, share: '10%' },
    levels: {
      critical: { ratio: '0.5%', amount: '50000 USD', total: 1000 },
      // Half of it: ours, Mastercard has no such level.
      warning: { ratio: '0.25%', amount: '25000 USD', total: 1000 },
    },
  },
};
