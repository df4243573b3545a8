import type { PresetGuardrail } from './preset.ts';

/** What must be reported, and what a licence depends on. */
export const regulatorSide: readonly PresetGuardrail[] = [
  {
    for: ['regulators', 'users'],
    rule: {
      id: 'wallet-availability',
      name: 'Availability of payments',
      description:
        'How much of a month may fail for technical reasons, told by how fast it is spent; the burn rates are those of the SRE workbook. The objective is the judgement of Parapet: put in what you have promised.',
      kind: 'rate',
      of: { step: 'confirm' },
      bad: { outcome: ['failed', 'timeout'] },
      objective: '99.5%',
      period: '30d',
    },
  },
  {
    for: ['regulators', 'users'],
    rule: {
      id: 'wallet-users-hit',
      name: 'Users hit',
      description:
        'Users, not payments: one whose payment fails five times is one. Critical: an incident that hits more than 10 % of the clients may have to be reported (EU 2024/1772, Article 9(1)(a); there of all users, here of those who try). Warning: half of it, the judgement of Parapet.',
      kind: 'rate',
      of: { step: 'confirm' },
      bad: { outcome: ['failed', 'timeout'] },
      countBy: 'payer',
      warning: { above: '5%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['regulators', 'banks'],
    rule: {
      id: 'wallet-fraud-value',
      name: 'Fraud by value',
      description:
        'Value that was paid although the risk engine called it fraud. Warning: 0.13 %, above which the EU excuses no remote card payment from strong authentication for its low risk (EU 2018/389, annex; there confirmed fraud of 90 days). Critical: three times that, the judgement of Parapet. Put in your currency.',
      kind: 'rate',
      of: { step: 'confirm', outcome: ['succeeded'] },
      bad: { fraud: true },
      weight: 'amount',
      currency: 'CNY',
      warning: { above: '0.13%' },
      critical: { above: '0.39%' },
    },
  },
];
