import type { Preset, PresetGuardrail } from './preset.ts';

const byTransfer = { method: 'transfer' };

const guardrails: readonly PresetGuardrail[] = [
  {
    for: ['users', 'banks'],
    rule: {
      id: 'transfer-failures',
      name: 'Transfers fail',
      description:
        'Bank transfers that the system failed; a bank that declined one has decided, which is guarded apart. Limits: the judgement of Parapet.',
      kind: 'rate',
      of: byTransfer,
      bad: { outcome: ['failed', 'timeout'] },
      by: ['bank'],
      warning: { above: '3%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['users', 'regulators'],
    rule: {
      id: 'transfer-large-failures',
      name: 'Large transfers fail',
      description:
        'From 10,000 of a currency with two decimals on: a deposit, a salary run. Few among many, so they are lost in the whole, and each one that fails is a call. Limit and size: the judgement of Parapet.',
      kind: 'rate',
      of: { ...byTransfer, amount: { numeric: ['>=', 1_000_000] } },
      bad: { outcome: ['failed', 'timeout'] },
      warning: { above: '3%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['users', 'banks'],
    rule: {
      id: 'transfer-declines',
      name: 'A bank declines more than it does',
      description:
        'How many transfers a bank turns down differs from bank to bank, so each is held against its own past; a limit or a name check that was changed there shows here. Multiples: the judgement of Parapet.',
      kind: 'rate',
      of: { ...byTransfer, outcome: ['succeeded', 'declined'] },
      bad: { outcome: ['declined'] },
      by: ['bank'],
      baseline: { weeks: 4 },
      warning: { above: '1.5x baseline' },
      critical: { above: '2.5x baseline' },
    },
  },
  {
    for: ['users', 'regulators'],
    rule: {
      id: 'transfer-latency',
      name: 'Transfers are slow',
      description:
        'Critical: ten seconds, in which an instant transfer in euro must have arrived (EU 2024/886, Article 2(1a) as told by twobirds.com). Warning: half of it, the judgement of Parapet. For transfers that take a day, disable it.',
      kind: 'latency',
      of: byTransfer,
      percentile: 95,
      by: ['bank'],
      warning: { above: '5s' },
      critical: { above: '10s' },
    },
  },
  {
    for: ['users', 'banks'],
    rule: {
      id: 'transfer-pending',
      name: 'Transfers hang',
      description:
        'Money that has left one account and is not in the other. Limits: the judgement of Parapet; clearing at night leaves more open than a card does.',
      kind: 'rate',
      of: byTransfer,
      bad: { outcome: ['pending'] },
      by: ['bank'],
      warning: { above: '10%' },
      critical: { above: '30%' },
    },
  },
  {
    for: ['users', 'banks'],
    rule: {
      id: 'transfer-volume',
      name: 'Transfers stay away',
      description:
        'A bank that cannot be chosen fails nothing. Held against the same clock time of past weeks. Limits: the judgement of Parapet; transfers swing more than cards, so they are wider.',
      kind: 'volume',
      of: byTransfer,
      by: ['bank'],
      baseline: { weeks: 4 },
      warning: { below: '50% of baseline' },
      critical: { below: '20% of baseline' },
    },
  },
  {
    for: ['users', 'banks'],
    rule: {
      id: 'transfer-fraud',
      name: 'Transfer fraud',
      description:
        'Transfers that the risk engine called fraudulent at the time. A transfer cannot be charged back, so the limits are lower than for cards: the judgement of Parapet.',
      kind: 'rate',
      of: byTransfer,
      bad: { fraud: true },
      by: ['bank'],
      warning: { above: '0.5%' },
      critical: { above: '2%' },
    },
  },
  {
    for: ['regulators', 'users'],
    rule: {
      id: 'transfer-fraud-value',
      name: 'Transfer fraud by value',
      description:
        'Value that was transferred although the risk engine called it fraud; one deceived payer may lose what a thousand small ones spend. Limits: the judgement of Parapet. Put in your currency.',
      kind: 'rate',
      of: { ...byTransfer, outcome: ['succeeded'] },
      bad: { fraud: true },
      weight: 'amount',
      currency: 'EUR',
      warning: { above: '0.1%' },
      critical: { above: '0.3%' },
    },
  },
  {
    for: ['regulators', 'users'],
    rule: {
      id: 'transfer-availability',
      name: 'Availability of transfers',
      description:
        'How much of a month may fail for technical reasons, told by how fast it is spent; the burn rates are those of the SRE workbook. The objective is the judgement of Parapet: put in what you have promised.',
      kind: 'rate',
      of: byTransfer,
      bad: { outcome: ['failed', 'timeout'] },
      objective: '99.5%',
      period: '30d',
    },
  },
];

export const transfer: Preset = {
  name: 'payments/transfer',
  says: 'Payments by bank transfer, `method: transfer`.',
  guardrails,
};
