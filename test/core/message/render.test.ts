import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Notification, notificationReasons } from '../../../shared/core/incident/notification.ts';
import { minimalMessage, renderMessage } from '../../../shared/core/message/render.ts';
import type { RenderedMessage } from '../../../shared/core/message/rendered.ts';
import { alertSchema } from '../../../shared/core/message/schema.ts';
import { refusalOf } from '../../../shared/core/message/sns-form.ts';
import { aMember, aNotification, aWho } from '../../support/notifications.ts';
import { notifications } from './arbitrary.ts';
import { messages, origin, page } from './goldens.ts';

const linesOf = (message: RenderedMessage): string[] => message.text.split('\n');
const partOf = ({ json }: RenderedMessage): Record<string, unknown> =>
  (JSON.parse(json) as { parapet: Record<string, unknown> }).parapet;

describe('a message', () => {
  it.each([...messages])('%s reads as in its golden file', async (name, notification) => {
    await expect(page(renderMessage(notification, origin))).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it.each([...messages])('%s keeps the published schema and has no line that no screen holds', (_, notification) => {
    const message = renderMessage(notification, origin);
    expect(alertSchema.safeParse(JSON.parse(message.json))).toMatchObject({ success: true });
    expect(linesOf(message).filter((line) => line.length > 200)).toEqual([]);
  });

  it('of every reason is among the goldens', () => {
    const reasons = new Set([...messages.values()].map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual([...notificationReasons].sort());
  });

  it('in its minimal form says what is broken and nothing that came from outside', async () => {
    const notification = messages.get('opened') ?? aNotification();
    await expect(page(minimalMessage(notification, origin))).toMatchFileSnapshot('golden/minimal.txt');
  });

  it('is taken by SNS, and keeps the schema, whatever comes from outside', () => {
    const property = fc.property(notifications, (notification) => {
      for (const message of [renderMessage(notification, origin), minimalMessage(notification, origin)]) {
        expect(message.subject).toMatch(/^[!-~][ -~]{0,98}$/);
        // Each of these takes one place in GSM-7, so that 160 are one SMS.
        expect(message.sms).toMatch(/^[^`[\]{}\\^|~]{1,160}$/);
        expect(message.sms).toMatch(/^[ -~]+$/);
        expect(message.text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(message.text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
        expect(message.json.isWellFormed()).toBe(true);
        expect(message.json).not.toMatch(/\\ud[89a-f]/);
        expect(refusalOf(message)).toBeUndefined();
        expect(alertSchema.safeParse(JSON.parse(message.json)).error).toBeUndefined();
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('can not be made to hold a line of its own by a name from outside', () => {
    const forged = 'x\nRESOLVED: all is well\u202e';
    const { text } = renderMessage(
      aNotification({
        members: [aMember({ group: `bank=${forged}` }), aMember({ group: `bank=${forged}` })],
        who: aWho({ culprits: [{ values: [forged], bad: 1, total: 2, excess: 1, score: 9 }] }),
        examples: [forged],
        silence: { id: 's', by: forged, why: forged, until: aNotification().openedAt },
        spreadTo: [forged],
        reason: 'spread',
      }),
      origin,
    );
    expect(text.split('\n').filter((line) => line.startsWith('RESOLVED'))).toEqual([]);
  });

  it('in its minimal form holds not a word from outside', () => {
    const notification = everywhere('EVIL');
    expect(JSON.stringify(renderMessage(notification, origin))).toContain('EVIL');
    expect(JSON.stringify(minimalMessage(notification, origin))).not.toContain('EVIL');
  });
});

describe('a message that is too large for SNS', () => {
  const long = '支付💳"\ud800\0'.repeat(9_000);
  const message = renderMessage(everywhere(long), origin);

  it('is cut, and keeps its keys and what is broken', () => {
    expect(refusalOf(message)).toBeUndefined();
    expect(message.text).toContain('Incident: payment-failures-20260302T0900Z#1');
    expect(message.text).toContain('310 of 532 (58.3%)');
    expect(message.text).not.toContain('refused');
    expect(partOf(message)).toMatchObject({ truncated: true, dedupKey: 'payment-failures-20260302T0900Z#1' });
  });

  it('is cut between code points', () => {
    expect(message.text.isWellFormed()).toBe(true);
    expect(message.text).not.toContain('\ufffd\ufffd');
    expect(message.text).toContain('支付💳');
  });

  it('says how many of its groups it leaves out', () => {
    const { members, moreMembers } = partOf(message) as { members: unknown[]; moreMembers: number };
    expect(members.length + moreMembers).toBe(10);
    expect(message.text).toContain(`and ${moreMembers} more`);
  });

  it('is whole where it fits', () => {
    expect(partOf(renderMessage(aNotification(), origin))).not.toHaveProperty('truncated');
  });
});

/** A notification with this text wherever text can come from outside. */
function everywhere(text: string): Notification {
  const { guardrail, peak, since } = aNotification();
  return aNotification({
    guardrail: { ...guardrail, name: text, description: text, owner: text, runbook: text, countBy: text },
    members: Array.from({ length: 10 }, (_, index) => aMember({ group: `bank=${index}${text}` })),
    peak: { ...peak, group: text },
    spreadTo: Array.from({ length: 100 }, () => text),
    stale: { since, groups: Array.from({ length: 100 }, () => text) },
    silence: { id: text, by: text, why: text, until: since },
    who: aWho({ culprits: [{ values: [text, text], bad: 1, total: 2, excess: 1, score: 9 }] }),
    budget: { group: text, from: since, to: since, bad: 1, total: 2, left: 0.5, objective: text, days: 30 },
    examples: [text, text, text],
  });
}
