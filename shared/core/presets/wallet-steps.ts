import type { PresetGuardrail } from './preset.ts';

const scan = { type: 'step', step: 'scan' };
const bindCard = { type: 'step', step: 'bind-card' };
const receive = { type: 'step', step: 'receive' };
const confirm = { step: 'confirm' };

/** What a payer meets, step by step, from the first card to the payee's money. */
export const steps: readonly PresetGuardrail[] = [
  {
    for: ['users', 'banks'],
    rule: {
      id: 'wallet-bind-card-failures',
      name: 'Binding a card fails',
      description:
        'Who cannot bind a card leaves before the first payment. The check of one bank breaks at a time, so each bank is judged alone. Limits: the judgement of Parapet; binding asks more of a bank than paying does.',
      kind: 'rate',
      of: bindCard,
      bad: { outcome: ['failed', 'timeout'] },
      by: ['bank'],
      warning: { above: '5%' },
      critical: { above: '15%' },
    },
  },
  {
    for: ['users', 'merchants'],
    rule: {
      id: 'wallet-scan-failures',
      name: 'Scanning fails',
      description:
        'A code that cannot be read or looked up ends the sale at the till, before any payment is counted. Limits: the judgement of Parapet; no bank takes part, so next to nothing fails on a good day.',
      kind: 'rate',
      of: scan,
      bad: { outcome: ['failed', 'timeout'] },
      by: ['region'],
      groups: 50,
      warning: { above: '2%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['users'],
    rule: {
      id: 'wallet-scan-latency',
      name: 'Scanning is slow',
      description:
        'Payer and cashier both look at the screen while the code is looked up. Limits: the judgement of Parapet; half of what is allowed for the payment itself.',
      kind: 'latency',
      of: scan,
      percentile: 95,
      by: ['region'],
      groups: 50,
      warning: { above: '500ms' },
      critical: { above: '1s' },
    },
  },
  {
    for: ['users', 'merchants'],
    rule: {
      id: 'wallet-scan-volume',
      name: 'Scans stay away',
      description:
        'A scanner that does not open sends no event: only that scans are missing shows it. Limits: the judgement of Parapet; a fall by a third cannot be told from an ordinary day.',
      kind: 'volume',
      of: scan,
      by: ['region'],
      groups: 50,
      baseline: { weeks: 4 },
      warning: { below: '60% of baseline' },
      critical: { below: '30% of baseline' },
    },
  },
  {
    for: ['users', 'merchants', 'banks'],
    rule: {
      id: 'wallet-confirm-failures',
      name: 'Payments fail',
      description:
        'Payments that the system failed; those that a bank declined or a payer gave up are no outage and are guarded apart. A merchant with a wrong key is judged alone, since it is lost in the whole. Limits: the judgement of Parapet.',
      kind: 'rate',
      of: confirm,
      bad: { outcome: ['failed', 'timeout'] },
      by: ['method', 'bank', 'merchant'],
      warning: { above: '3%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['users', 'banks'],
    rule: {
      id: 'wallet-confirm-latency',
      name: 'Payments are slow',
      description:
        'From confirm to the answer of the bank. Critical: at two seconds payers take it for broken, before failures rise (primer.io/blog, on drops in payment performance). Warning: half of it, the judgement of Parapet.',
      kind: 'latency',
      of: confirm,
      percentile: 95,
      by: ['method', 'bank'],
      warning: { above: '1s' },
      critical: { above: '2s' },
    },
  },
  {
    for: ['users', 'banks'],
    rule: {
      id: 'wallet-confirm-pending',
      name: 'Payments hang',
      description:
        'The payer has confirmed and nobody knows whether it is paid: such payments may fail, or be captured late (razorpay.com/docs on late authorisation), and are often paid twice. Limits: the judgement of Parapet.',
      kind: 'rate',
      of: confirm,
      bad: { outcome: ['pending'] },
      by: ['bank'],
      warning: { above: '2%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['users'],
    rule: {
      id: 'wallet-confirm-abandoned',
      name: 'Payers give up',
      description:
        'A keypad or face check that broke makes payers give up: nothing fails, no bank declines. How many do on a good day differs from wallet to wallet, so it is held against its own past. Multiples: the judgement of Parapet.',
      kind: 'rate',
      of: confirm,
      bad: { outcome: ['cancelled'] },
      baseline: { weeks: 4 },
      warning: { above: '2x baseline' },
      critical: { above: '4x baseline' },
    },
  },
  {
    for: ['merchants', 'users'],
    rule: {
      id: 'wallet-receive-failures',
      name: 'Money is not received',
      description:
        'The money has left the payer, and the payee was neither credited nor told: the goods are held back, and the payer pays again. Limits: the judgement of Parapet; the strictest of all steps, since money has moved.',
      kind: 'rate',
      of: receive,
      bad: { outcome: ['failed', 'timeout'] },
      by: ['bank', 'merchant'],
      warning: { above: '1%' },
      critical: { above: '3%' },
    },
  },
  {
    for: ['merchants'],
    rule: {
      id: 'wallet-receive-latency',
      name: 'Payees hear late',
      description:
        'From the payment to the word at the till that it came; until then the goods stay where they are. Limits: the judgement of Parapet of how long a queue waits.',
      kind: 'latency',
      of: receive,
      percentile: 95,
      by: ['region'],
      groups: 50,
      warning: { above: '3s' },
      critical: { above: '10s' },
    },
  },
];
