import { cardSchemes } from './cards-schemes.ts';
import type { Preset, PresetGuardrail } from './preset.ts';

const card = { method: 'card' };
/** Those that an issuer decided on: what a system failed or a payer gave up says nothing about approval. */
const decided = { ...card, outcome: ['succeeded', 'declined'] };

const outages: readonly PresetGuardrail[] = [
  {
    for: ['users', 'merchants', 'banks'],
    rule: {
      id: 'cards-failures',
      name: 'Card payments fail',
      description:
        'Card payments that the system failed. Declines are decisions and no outage: they are guarded apart (docs.stripe.com on payment acceptance). Limits: the judgement of Parapet.',
      kind: 'rate',
      of: card,
      bad: { outcome: ['failed', 'timeout'] },
      by: ['bank', 'network', 'psp'],
      warning: { above: '3%' },
      critical: { above: '10%' },
    },
  },
  {
    for: ['users', 'banks'],
    rule: {
      id: 'cards-timeouts',
      name: 'Card payments without an answer',
      description:
        'Nobody knows whether a timed-out payment is paid, so it costs more than one that failed: refunds, calls, payments twice. Limits: the judgement of Parapet; a third of those for all failures.',
      kind: 'rate',
      of: card,
      bad: { outcome: ['timeout'] },
      by: ['bank', 'psp'],
      warning: { above: '1%' },
      critical: { above: '3%' },
    },
  },
  {
    for: ['users', 'merchants'],
    rule: {
      id: 'cards-latency',
      name: 'Card payments are slow',
      description:
        'Time to the answer of the bank. Critical: at two seconds payers take it for broken, before failures rise (primer.io/blog, on drops in payment performance). Warning: half of it, the judgement of Parapet.',
      kind: 'latency',
      of: card,
      percentile: 95,
      by: ['bank', 'psp'],
      warning: { above: '1s' },
      critical: { above: '2s' },
    },
  },
  {
    for: ['users', 'merchants'],
    rule: {
      id: 'cards-volume',
      name: 'Card payments stay away',
      description:
        'A checkout that no longer offers cards fails nothing. Held against the same clock time of past weeks. Limits: the judgement of Parapet; a fall by a third cannot be told from an ordinary day.',
      kind: 'volume',
      of: card,
      by: ['network', 'psp'],
      groups: 50,
      baseline: { weeks: 4 },
      warning: { below: '60% of baseline' },
      critical: { below: '30% of baseline' },
    },
  },
  {
    for: ['regulators', 'merchants'],
    rule: {
      id: 'cards-availability',
      name: 'Availability of card payments',
      description:
        'How much of a month may fail for technical reasons, told by how fast it is spent; the burn rates are those of the SRE workbook. The objective is the judgement of Parapet: put in what you have promised.',
      kind: 'rate',
      of: card,
      bad: { outcome: ['failed', 'timeout'] },
      objective: '99.5%',
      period: '30d',
    },
  },
];

const approval: readonly PresetGuardrail[] = [
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'cards-declines',
      name: 'Issuers decline more than they do',
      description:
        'Usual approval lies between 78 % (recurring) and 99 % (in a shop) (paymentbrief.com and tagada.io, secondary), so one limit for all is wrong: each issuer is held against its own past. Multiples: the judgement of Parapet.',
      kind: 'rate',
      of: decided,
      bad: { outcome: ['declined'] },
      by: ['bank', 'network'],
      baseline: { weeks: 4 },
      warning: { above: '1.5x baseline' },
      critical: { above: '2.5x baseline' },
    },
  },
  {
    for: ['merchants'],
    rule: {
      id: 'cards-approval',
      name: 'Card approval',
      description:
        'A floor that holds from the first hour on, while past weeks are still missing. Just below the lowest usual approval, some 78 % of recurring payments (paymentbrief.com, secondary); how far below is the judgement of Parapet.',
      kind: 'rate',
      of: decided,
      bad: { outcome: ['succeeded'] },
      warning: { below: '75%' },
      critical: { below: '60%' },
    },
  },
  {
    for: ['users', 'merchants'],
    rule: {
      id: 'cards-authentication',
      name: '3-D Secure fails',
      description:
        'Payments lost while payers prove who they are. An access control server that is down takes all cards of its banks with it. Limits: the judgement of Parapet; some payers always give up here, so they are wide.',
      kind: 'rate',
      of: { ...card, threeDs: true },
      bad: { reason: 'authentication_failed' },
      by: ['bank', 'network'],
      warning: { above: '20%' },
      critical: { above: '40%' },
    },
  },
];

const fraud: readonly PresetGuardrail[] = [
  {
    for: ['banks', 'merchants'],
    rule: {
      id: 'cards-testing',
      name: 'Cards are tested',
      description:
        'Stolen numbers are tried at one merchant, and most are declined. Visa flags a merchant from 20 % of such attempts on (securityboulevard.com, April 2025); honest declines come on top, so the limits are higher: the judgement of Parapet.',
      kind: 'rate',
      of: decided,
      bad: { outcome: ['declined'] },
      by: ['merchant'],
      warning: { above: '40%' },
      critical: { above: '60%' },
    },
  },
  {
    for: ['merchants', 'banks'],
    rule: {
      id: 'cards-fraud',
      name: 'Card fraud',
      description:
        'Card payments that the risk engine called fraudulent at the time, by number; chargebacks come weeks later and are guarded by month. Limits: the judgement of Parapet.',
      kind: 'rate',
      of: card,
      bad: { fraud: true },
      by: ['merchant', 'network'],
      warning: { above: '1%' },
      critical: { above: '3%' },
    },
  },
  {
    for: ['regulators', 'banks'],
    rule: {
      id: 'cards-fraud-value',
      name: 'Card fraud by value',
      description:
        'Value that was paid although the risk engine called it fraud. Warning: 0.13 %, above which the EU excuses no remote card payment from strong authentication for its low risk (EU 2018/389, annex; there confirmed fraud of 90 days). Critical: three times that, the judgement of Parapet. Put in your currency.',
      kind: 'rate',
      of: { ...card, outcome: ['succeeded'] },
      bad: { fraud: true },
      weight: 'amount',
      currency: 'EUR',
      warning: { above: '0.13%' },
      critical: { above: '0.39%' },
    },
  },
];

export const cards: Preset = {
  name: 'payments/cards',
  says: 'Card payments, `method: card`: outages, approval, fraud, and the monthly limits of the card schemes.',
  guardrails: [...outages, ...approval, ...fraud, ...cardSchemes],
};
