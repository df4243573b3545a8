import type { Hidden, SilenceFact } from '../../../shared/core/incident/incident.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import type { Origin, RenderedMessage } from '../../../shared/core/message/rendered.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import {
  aCulprit,
  aLatencyNotification,
  aMember,
  anImpact,
  aNotification,
  aVolumeNotification,
  aWeightedNotification,
  aWho,
} from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';
import { limitMessages } from './goldens-limits.ts';
import { monthMessages } from './goldens-month.ts';

export const origin: Origin = { accountId: '123456789012', region: 'eu-west-1' };
export const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);

/** Each message as all its readers get it: the mail, the phone, the program. */
export const page = ({ subject, text, sms, json, attributes }: RenderedMessage): string =>
  [
    `Subject: ${subject}`,
    '',
    text,
    '',
    `SMS: ${sms}`,
    '',
    JSON.stringify(JSON.parse(json), undefined, 2),
    '',
    JSON.stringify(attributes, undefined, 2),
    '',
  ].join('\n');

const findings = { who: aWho(), impact: anImpact(), examples: ['pay_8f2k1', 'pay_8f2m7', 'pay_8f301'] };
const goesOn: Partial<Notification> = { sequence: 2, openedAt: ago(10), since: ago(12), ...findings };
const peak = { group: 'bank=icbc', proof: { ...aMember().proof, from: ago(35), to: ago(33) } };
const resolved: Partial<Notification> = {
  reason: 'resolved',
  sequence: 2,
  since: ago(42),
  openedAt: ago(40),
  until: ago(29),
  peak,
  impact: anImpact({ from: ago(42), to: ago(29), bad: 2_931, total: 25_310, beyondLimit: 1_665, beyondNormal: 2_045 }),
};
const wellNow = aMember({
  proof: aProof({ from: ago(29), to: ago(1), bad: 31, total: 2_610, limit: 0.05, probability: 1e-9 }),
});
const silence: SilenceFact = { id: 's-1', by: 'anna', why: 'database upgrade', until: ago(1) };
const hidden: readonly Hidden[] = [
  { reason: 'opened', severity: 'warning', at: ago(40) },
  { reason: 'escalated', severity: 'critical', at: ago(36) },
];
const approval: Partial<Notification> = {
  incident: 'approval-20260302T0900Z',
  guardrail: { id: 'approval', name: 'Approval', kind: 'rate', owner: 'payments-oncall' },
};
const belowProof = aProof({ bad: 820, total: 1_000, limit: 0.9, limitText: '90%', probability: 2e-14 });
const closed: Partial<Notification> = {
  reason: 'closed',
  sequence: 3,
  since: ago(1_480),
  openedAt: ago(1_478),
  until: ago(0),
  peak: { group: 'bank=icbc', proof: { ...peak.proof, from: ago(1_470), to: ago(1_468) } },
  members: [],
};

export const messages = new Map<string, Notification>([
  ['opened', aNotification(findings)],
  [
    'opened-groups',
    aNotification({
      members: [
        aMember(),
        aMember({ group: 'method=card', severity: 'warning', proof: aProof({ bad: 33, total: 259 }) }),
        aMember({
          group: '',
          severity: 'warning',
          proof: aProof({ from: ago(9), to: ago(4), bad: 612, total: 5_054 }),
        }),
      ],
      moreMembers: 3,
    }),
  ],
  ['opened-latency', aLatencyNotification({ who: aWho({ culprits: [aCulprit({ values: ['method=card'] })] }) })],
  [
    'opened-latency-timeouts',
    aLatencyNotification({
      members: [aMember({ proof: aProof({ bad: 212, total: 1_020, limit: 0.05, limitText: '800ms' }) })],
    }),
  ],
  [
    'opened-below',
    aNotification({
      ...approval,
      members: [aMember({ proof: belowProof })],
      peak: { group: 'bank=icbc', proof: belowProof },
      who: aWho({ culprits: [aCulprit({ excess: 180 })], excess: 180 }),
      impact: anImpact({ bad: 180, total: 1_000, beyondLimit: 80, beyondNormal: 130 }),
    }),
  ],
  [
    'opened-value',
    aWeightedNotification({
      impact: anImpact({ bad: 14, total: 310, beyondNormal: 11, amounts: [{ currency: 'CNY', amount: 1_230_000 }] }),
    }),
  ],
  [
    'opened-orders',
    aNotification({
      incident: 'order-failures-20260302T0900Z',
      guardrail: { id: 'order-failures', name: 'Failed orders', kind: 'rate', countBy: 'order' },
      members: [aMember({ group: '', proof: aProof({ bad: 37, total: 310, phi: 1, probability: 4e-6 }) })],
      impact: anImpact({ bad: 61, total: 402, beyondNormal: 44 }),
    }),
  ],
  [
    'opened-volume',
    aVolumeNotification({ impact: anImpact({ bad: 0, total: 12, beyondLimit: 188, amounts: [], merchants: 0 }) }),
  ],
  [
    'opened-volume-above',
    aVolumeNotification({
      members: [
        aMember({ proof: aProof({ bad: 0, total: 140, rate: 70, limit: 50 / 60, limitText: '50/h', phi: 2 }) }),
      ],
    }),
  ],
  [
    'opened-plain',
    aNotification({ members: [aMember({ proof: { ...aMember().proof, phi: 1, probability: 1, alpha: 1 } })] }),
  ],
  [
    'opened-tied',
    aNotification({
      ...findings,
      who: {
        ...aWho(),
        kind: 'tied',
        culprits: [
          aCulprit({ values: ['bank=icbc'], excess: 412 }),
          aCulprit({ values: ['psp=alpha'], bad: 415, total: 702, excess: 414 }),
        ],
      },
      impact: anImpact({ atLeast: true }),
    }),
  ],
  [
    'opened-two-causes',
    aNotification({
      ...findings,
      who: aWho({
        culprits: [
          aCulprit({ bad: 290, total: 480, excess: 271 }),
          aCulprit({ values: ['merchant=m_1042'], bad: 130, total: 140, excess: 125 }),
        ],
      }),
    }),
  ],
  ['opened-unknown', aNotification({ who: { kind: 'unknown', reason: 'the bad events are spread like the others' } })],
  [
    'opened-after-silence',
    aNotification({
      ...goesOn,
      reason: 'opened',
      since: ago(42),
      openedAt: ago(40),
      impact: anImpact({ from: ago(42) }),
      silence,
      hidden,
    }),
  ],
  ['opened-unsafe-name', aNotification({ members: [aMember({ group: 'bank=$(reboot); 工商银行' })] })],
  ['reopened', aNotification({ ...findings, reason: 'reopened', sequence: 3, openedAt: ago(55), since: ago(58) })],
  ['escalated', aNotification({ ...goesOn, reason: 'escalated' })],
  [
    'spread',
    aNotification({
      ...goesOn,
      reason: 'spread',
      spreadTo: ['method=card', 'bank=ccb'],
      members: [
        aMember({ group: 'method=card', severity: 'warning', proof: aProof({ bad: 33, total: 259 }) }),
        aMember({ group: 'bank=ccb', severity: 'warning', proof: aProof({ bad: 28, total: 201 }) }),
        aMember(),
      ],
    }),
  ],
  [
    'de-escalated',
    aNotification({
      ...goesOn,
      reason: 'de-escalated',
      severity: 'warning',
      sequence: 3,
      members: [aMember({ severity: 'warning', proof: aProof({ bad: 43, total: 530, probability: 6e-6 }) })],
    }),
  ],
  [
    'reminder',
    aNotification({
      ...goesOn,
      reason: 'reminder',
      since: ago(242),
      openedAt: ago(240),
      sequence: 4,
      impact: anImpact({ from: ago(242) }),
      members: [aMember({ proof: { ...aMember().proof, from: ago(31), to: ago(29) } })],
      ruleChangedAt: ago(90),
    }),
  ],
  [
    'reminder-proven',
    aNotification({ ...goesOn, reason: 'reminder', since: ago(242), openedAt: ago(240), sequence: 4 }),
  ],
  [
    'stale',
    aNotification({
      ...goesOn,
      reason: 'stale',
      stale: { since: ago(6), groups: ['bank=icbc'] },
      members: [aMember({ proof: { ...peak.proof, from: ago(12), to: ago(10) } })],
      peak: { ...peak, proof: { ...peak.proof, from: ago(12), to: ago(10) } },
    }),
  ],
  ['resumed', aNotification({ ...goesOn, reason: 'resumed', sequence: 4 })],
  ['flapping', aNotification({ ...goesOn, reason: 'flapping', sequence: 9, openedAt: ago(150), reopenings: 4 })],
  [
    'resolved',
    aNotification({ ...resolved, members: [wellNow], groups: ['bank=icbc', 'method=card'], hidden, reopenings: 1 }),
  ],
  [
    'resolved-latency',
    aLatencyNotification({
      ...resolved,
      peak: { group: 'method=card', proof: { ...aLatencyNotification().peak.proof, from: ago(35), to: ago(33) } },
      members: [
        aMember({
          group: 'method=card',
          proof: aProof({ from: ago(29), to: ago(1), bad: 31, total: 2_610, limitText: '800ms' }),
          percentileMs: 633,
        }),
      ],
    }),
  ],
  [
    'resolved-volume',
    aVolumeNotification({
      ...resolved,
      peak: { group: 'bank=icbc', proof: { ...aVolumeNotification().peak.proof, from: ago(41), to: ago(31) } },
      members: [
        aMember({
          proof: aProof({ from: ago(29), to: ago(1), bad: 0, total: 728, rate: 26, limit: 20, limitText: '20/min' }),
        }),
      ],
      impact: anImpact({ from: ago(42), to: ago(29), bad: 0, total: 15, beyondLimit: 245, amounts: [], merchants: 0 }),
    }),
  ],
  ['resolved-without-figures', aNotification({ ...resolved, members: [] })],
  ['closed-no-traffic', aNotification({ ...closed, ending: 'no-traffic' })],
  ['closed-rule-removed', aNotification({ ...closed, ending: 'rule-removed' })],
  ['closed-rule-changed', aNotification({ ...closed, ending: 'rule-changed' })],
  ['closed-while-silenced', aNotification({ ...resolved, reason: 'closed', members: [wellNow], silence, hidden })],
  ['merged', aNotification({ ...goesOn, reason: 'escalated', sequence: 9, merged: 2 })],
  ...limitMessages,
  ...monthMessages,
]);
