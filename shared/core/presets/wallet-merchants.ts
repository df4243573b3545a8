import type { PresetGuardrail } from './preset.ts';

const confirm = { step: 'confirm' };

/** What a merchant asks beside whether payments work: are mine still coming, and are they honest? */
export const merchantSide: readonly PresetGuardrail[] = [
  {
    for: ['merchants'],
    rule: {
      id: 'wallet-merchant-quiet',
      name: 'A merchant goes quiet',
      description:
        'A till that no longer sends payments fails nothing. Held against the same clock time of past weeks, so that a shop that closes at night is not missed then. Limits: the judgement of Parapet.',
      kind: 'volume',
      of: confirm,
      by: ['merchant'],
      baseline: { weeks: 4 },
      warning: { below: '40% of baseline' },
      critical: { below: '10% of baseline' },
    },
  },
  {
    for: ['merchants', 'users'],
    rule: {
      id: 'wallet-fraud',
      name: 'Fraud',
      description:
        'Payments that the risk engine called fraudulent at the time, by number; a burst is mostly at one merchant. Limits: the judgement of Parapet.',
      kind: 'rate',
      of: confirm,
      bad: { fraud: true },
      by: ['merchant', 'method'],
      warning: { above: '1%' },
      critical: { above: '3%' },
    },
  },
];
