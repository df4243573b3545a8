import type { PresetGuardrail } from './preset.ts';

/** The programmes of Visa and Mastercard, with the numbers of shared/core/guardrail/scheme-programmes.ts. */
export const cardSchemes: readonly PresetGuardrail[] = [
  {
    for: ['merchants', 'banks', 'regulators'],
    rule: {
      id: 'cards-visa-vamp',
      name: 'Visa VAMP',
      description:
        'Disputes and fraud reports of a merchant in a month, which Visa holds its acquirer to; the forecast leaves days to act. Critical: 1.5 % and 1,500, from April 2026 on outside MENA (support.checkout.com, read 2026-11-23). Warning: half of it, the judgement of Parapet.',
      kind: 'monthly',
      preset: 'visa-vamp',
      by: ['merchant'],
    },
  },
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'cards-mastercard-ecm',
      name: 'Mastercard ECM',
      description:
        'Chargebacks of a merchant against the sales of the month before. Warning: 1.5 % and 100, an Excessive Chargeback Merchant; critical: 3 % and 300, a High Excessive one (developer.paypal.com/braintree, read 2026-11-23).',
      kind: 'monthly',
      preset: 'mastercard-ecm',
      by: ['merchant'],
    },
  },
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'cards-mastercard-efm',
      name: 'Mastercard EFM',
      description:
        'Chargebacks for fraud of a merchant that seldom asks for 3-D Secure. Critical: 0.5 %, 50,000 USD and 1,000 sales (developer.paypal.com/braintree, read 2026-11-23). Warning: half of it, the judgement of Parapet.',
      kind: 'monthly',
      preset: 'mastercard-efm',
      by: ['merchant'],
    },
  },
];
