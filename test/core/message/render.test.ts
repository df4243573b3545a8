import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { minimalMessage, renderMessage } from '../../../shared/core/message/render.ts';
import { refusalOf } from '../../../shared/core/message/sns-form.ts';
import type { RenderedMessage } from '../../../shared/core/message/rendered.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aLatencyNotification, aMember, aNotification } from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';

const origin = { accountId: '123456789012', region: 'eu-west-1' };
const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);
const resolved: Partial<Notification> = {
  reason: 'resolved',
  sequence: 2,
  since: ago(42),
  openedAt: ago(40),
  until: ago(29),
};

/** Each message as all its readers get it: the mail, the phone, the program. */
const page = ({ subject, text, sms, json, attributes }: RenderedMessage): string =>
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

const messages = new Map<string, Notification>([
  ['opened', aNotification()],
  [
    'opened-groups',
    aNotification({
      members: [
        aMember(),
        aMember({ group: 'method=card', severity: 'warning', proof: aProof({ bad: 33, total: 259 }) }),
        aMember({ group: '', severity: 'warning', proof: aProof({ bad: 612, total: 5_054 }) }),
      ],
      moreMembers: 3,
    }),
  ],
  ['opened-latency', aLatencyNotification()],
  [
    'opened-latency-timeouts',
    aLatencyNotification({
      members: [aMember({ proof: aProof({ bad: 212, total: 1_020, limit: 0.05, limitText: '800ms' }) })],
    }),
  ],
  [
    'opened-below',
    aNotification({
      members: [
        aMember({ proof: aProof({ bad: 820, total: 1_000, limit: 0.9, limitText: '90%', probability: 2e-14 }) }),
      ],
    }),
  ],
  ['reopened', aNotification({ reason: 'reopened', sequence: 3, openedAt: ago(55), since: ago(58) })],
  ['escalated', aNotification({ reason: 'escalated', sequence: 2, openedAt: ago(5), since: ago(7) })],
  [
    'de-escalated',
    aNotification({ reason: 'de-escalated', severity: 'warning', sequence: 3, openedAt: ago(25), since: ago(27) }),
  ],
  [
    'resolved',
    aNotification({
      ...resolved,
      members: [
        aMember({
          proof: aProof({ from: ago(29), to: ago(1), bad: 31, total: 2_610, limit: 0.05, probability: 1e-9 }),
        }),
      ],
    }),
  ],
  [
    'resolved-latency',
    aLatencyNotification({
      ...resolved,
      members: [
        aMember({
          group: 'method=card',
          proof: aProof({ from: ago(29), to: ago(1), bad: 31, total: 2_610, limitText: '800ms' }),
          percentileMs: 633,
        }),
      ],
    }),
  ],
  ['resolved-without-figures', aNotification({ ...resolved, members: [] })],
  ['merged', aNotification({ sequence: 9, merged: 2 })],
]);

describe('a message', () => {
  it.each([...messages])('%s reads as in its golden file', async (name, notification) => {
    await expect(page(renderMessage(notification, origin))).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it('in its minimal form says what is broken and nothing that came from outside', async () => {
    await expect(page(minimalMessage(aNotification(), origin))).toMatchFileSnapshot('golden/minimal.txt');
  });

  it('is taken by SNS whatever a group or a guardrail is called', () => {
    const wild = fc.string({ unit: 'binary', maxLength: 300 });
    const property = fc.property(wild, wild, fc.double({ min: 0, max: 1, noNaN: true }), (name, value, probability) => {
      const { guardrail } = aNotification();
      const notification = aNotification({
        guardrail: { ...guardrail, name },
        members: [aMember({ group: `bank=${value}`, proof: aProof({ probability }) })],
      });
      for (const message of [renderMessage(notification, origin), minimalMessage(notification, origin)]) {
        expect(message.subject).toMatch(/^[!-~][ -~]{0,98}$/);
        expect(message.sms).toMatch(/^[ -~]{1,160}$/);
        expect(message.text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(refusalOf(message)).toBeUndefined();
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('can not be made to hold a line of its own by the name of a group', () => {
    const { text } = renderMessage(
      aNotification({ members: [aMember({ group: 'bank=x\nRESOLVED: all is well\u202e' })] }),
      origin,
    );
    expect(text.split('\n').filter((line) => line.startsWith('RESOLVED'))).toEqual([]);
  });
});
