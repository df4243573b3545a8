import type { PresetGuardrail } from './preset.ts';

/** What a bank behind the wallet asks, and what is asked about a bank. */
export const bankSide: readonly PresetGuardrail[] = [
  {
    for: ['banks', 'users'],
    rule: {
      id: 'wallet-bank-declines',
      name: 'A bank declines more than it does',
      description:
        'A decline is a decision, and how many are usual differs from bank to bank, so each is held against its own past; a rule or a limit that was changed there shows here. Multiples: the judgement of Parapet.',
      kind: 'rate',
      of: { step: 'confirm', outcome: ['succeeded', 'declined'] },
      bad: { outcome: ['declined'] },
      by: ['bank'],
      baseline: { weeks: 4 },
      warning: { above: '1.5x baseline' },
      critical: { above: '2.5x baseline' },
    },
  },
  {
    for: ['banks'],
    rule: {
      id: 'wallet-bank-quiet',
      name: 'A bank goes quiet',
      description:
        'A bank that has fallen out of the list of methods fails nothing: its payers take another, or none. Limits: the judgement of Parapet; past weeks swing too much for less.',
      kind: 'volume',
      of: { step: 'confirm' },
      by: ['bank', 'method'],
      baseline: { weeks: 4 },
      warning: { below: '50% of baseline' },
      critical: { below: '20% of baseline' },
    },
  },
  {
    for: ['banks', 'users'],
    rule: {
      id: 'wallet-card-testing',
      name: 'Cards are tested',
      description:
        'Stolen numbers are tried by binding them, and most are declined. Visa flags a merchant from 20 % of such attempts on (securityboulevard.com, April 2025); honest mistakes decline some too, so the limits are higher: the judgement of Parapet.',
      kind: 'rate',
      of: { type: 'step', step: 'bind-card' },
      bad: { outcome: ['declined'] },
      by: ['bank'],
      warning: { above: '30%' },
      critical: { above: '50%' },
    },
  },
  {
    for: ['banks', 'users'],
    rule: {
      id: 'wallet-bind-card-surge',
      name: 'Many cards are bound',
      description:
        'Whoever tests cards binds far more of them than customers do, whatever becomes of it. Multiples: the judgement of Parapet; a campaign may double a day, so silence it before one.',
      kind: 'volume',
      of: { type: 'step', step: 'bind-card' },
      by: ['bank'],
      baseline: { weeks: 4 },
      warning: { above: '3x baseline' },
      critical: { above: '6x baseline' },
    },
  },
];
