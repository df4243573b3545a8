import type { Preset, PresetGuardrail } from './preset.ts';

const payout = { type: 'payout' };

const guardrails: readonly PresetGuardrail[] = [
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'payouts-failures',
      name: 'Payouts fail',
      description:
        'Payouts that the system failed. A merchant who is not paid stops selling, and hears of it later than a payer would. Limits: the judgement of Parapet.',
      kind: 'rate',
      of: payout,
      bad: { outcome: ['failed', 'timeout'] },
      by: ['bank'],
      warning: { above: '3%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['merchants'],
    rule: {
      id: 'payouts-failed-value',
      name: 'Payouts fail by value',
      description:
        'One large merchant is worth a thousand small ones, and is one payout among thousands by number. Limits: the judgement of Parapet. Put in your currency.',
      kind: 'rate',
      of: payout,
      bad: { outcome: ['failed', 'timeout'] },
      weight: 'amount',
      currency: 'CNY',
      warning: { above: '5%' },
      critical: { above: '15%' },
    },
  },
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'payouts-returned',
      name: 'Banks send payouts back',
      description:
        'Declined by the bank that should take it: a wrong or closed account. A rise at one bank is a format or a name check that changed. Limits: the judgement of Parapet.',
      kind: 'rate',
      of: payout,
      bad: { outcome: ['declined'] },
      by: ['bank'],
      warning: { above: '5%' },
      critical: { above: '15%' },
    },
  },
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'payouts-pending',
      name: 'Payouts hang',
      description:
        'Money that has left and has not arrived. Limits: the judgement of Parapet; many banks answer within minutes, not seconds.',
      kind: 'rate',
      of: payout,
      bad: { outcome: ['pending'] },
      by: ['bank'],
      warning: { above: '10%' },
      critical: { above: '30%' },
    },
  },
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'payouts-latency',
      name: 'Banks take payouts slowly',
      description:
        'Time to the word of the bank that it has taken the payout; a run of thousands that slows down does not end before the cut-off. Limits: the judgement of Parapet.',
      kind: 'latency',
      of: payout,
      percentile: 95,
      by: ['bank'],
      warning: { above: '5s' },
      critical: { above: '30s' },
    },
  },
  {
    for: ['merchants', 'regulators'],
    rule: {
      id: 'payouts-missing',
      name: 'Payouts stay away',
      description:
        'A run that did not start fails nothing. Held against the same clock time of past weeks, since runs have their hour. Limits: the judgement of Parapet.',
      kind: 'volume',
      of: payout,
      by: ['bank'],
      baseline: { weeks: 4 },
      warning: { below: '50% of baseline' },
      critical: { below: '20% of baseline' },
    },
  },
  {
    for: ['banks', 'regulators'],
    rule: {
      id: 'payouts-surge',
      name: 'Too many payouts',
      description:
        'A run that starts twice pays twice, and what was paid out seldom comes back. Multiples: the judgement of Parapet; critical from a third run on.',
      kind: 'volume',
      of: payout,
      by: ['merchant'],
      baseline: { weeks: 4 },
      warning: { above: '1.6x baseline' },
      critical: { above: '2.6x baseline' },
    },
  },
  {
    for: ['merchants', 'banks', 'regulators'],
    rule: {
      id: 'payouts-fraud',
      name: 'Payout fraud',
      description:
        'Payouts that the risk engine called fraudulent at the time: an account that was taken over empties itself. Limits: the judgement of Parapet; lower than for payments, which can be refunded.',
      kind: 'rate',
      of: payout,
      bad: { fraud: true },
      by: ['merchant'],
      warning: { above: '0.5%' },
      critical: { above: '2%' },
    },
  },
  {
    for: ['merchants', 'regulators'],
    rule: {
      id: 'payouts-availability',
      name: 'Availability of payouts',
      description:
        'How much of a month may fail for technical reasons, told by how fast it is spent; the burn rates are those of the SRE workbook. The objective is the judgement of Parapet: put in what you have promised.',
      kind: 'rate',
      of: payout,
      bad: { outcome: ['failed', 'timeout'] },
      objective: '99.5%',
      period: '30d',
    },
  },
];

export const payouts: Preset = {
  name: 'payments/payouts',
  says: 'Money paid out to merchants and people, events of `type: payout`.',
  guardrails,
};
