import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { slack } from '../../../../functions/forward/targets/slack.ts';
import { SecretError } from '../../../../functions/forward/targets/target.ts';
import { renderMessage } from '../../../../shared/core/message/render.ts';
import { aMember, aNotification, aVolumeNotification } from '../../../support/notifications.ts';
import { notifications } from '../../../core/message/arbitrary.ts';
import { messages } from '../../../core/message/goldens.ts';
import { alarm, teller, told, toldTogether } from '../deliveries.ts';
import { onlyOf, tell } from './tell.ts';

const HOOK = 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX';

/** What Slack documents of blocks: https://docs.slack.dev/reference/block-kit/blocks */
const plainText = (length: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(length), emoji: z.literal(false) });
const payload = z.strictObject({
  text: z.string().min(1).max(3000),
  unfurl_links: z.literal(false),
  blocks: z
    .tuple([z.strictObject({ type: z.literal('header'), text: plainText(150) })])
    .rest(z.strictObject({ type: z.literal('section'), text: plainText(3000) }))
    .refine((blocks) => blocks.length <= 50),
});

const payloadOf = (body: string) => payload.parse(JSON.parse(onlyOf(tell(slack, body, HOOK)).body));
/** As a reader sees it. */
const seen = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const textOf = (body: string): string =>
  payloadOf(body)
    .blocks.map(({ text }) => seen(text.text))
    .join('\n\n');

describe('a channel reads', () => {
  it.each([...messages])('%s as the mail says it', (_, notification) => {
    expect(textOf(told(notification))).toBe(renderMessage(notification, teller).text);
  });

  it('on the lock screen of a phone what is broken', () => {
    expect(payloadOf(told(aNotification())).text).toBe('CRITICAL: Payment failures: bank=icbc 58.3%, limit 15%');
  });

  it('of a digest a line for each', () => {
    const digest = toldTogether(aNotification(), aVolumeNotification({ reason: 'resolved', sequence: 2 }));
    expect(textOf(digest)).toBe(
      [
        '2 guardrails changed at once',
        'CRITICAL: Payment failures: bank=icbc 58.3%, limit 15%\nIncident: payment-failures-20260302T0900Z#1',
        'RESOLVED: Payments arriving: bank=icbc back to 1.2/min, lowest 1.2/min\nIncident: payment-volume-20260302T0900Z#2',
      ].join('\n\n'),
    );
  });

  it('an alarm on Parapet itself', () => {
    expect(textOf(alarm())).toContain('ALARM: Parapet-staging-SelfWatchHeartbeat-X1\n\nParapet has not judged');
  });

  it('of a description with empty lines no empty block', () => {
    expect(textOf(alarm({ AlarmDescription: 'What it means.\n\n\n\nWhat to do.\n\n' }))).toMatch(
      /X1\n\nWhat it means\.\n\nWhat to do\.\n\nThreshold/,
    );
  });

  it('names from outside as text: none of them is a link, or calls everybody', () => {
    const evil = '<!channel> <https://evil.example.com|click> & *bold* :fire:';
    const { body } = onlyOf(tell(slack, told(aNotification({ members: [aMember({ group: `bank=${evil}` })] })), HOOK));
    expect(body).toContain('&lt;!channel&gt; &lt;https://evil.example.com|click&gt; &amp; *bold* :fire:');
    expect(body).not.toMatch(/[<>]/);
    expect(body).not.toContain('mrkdwn');
  });

  it('what Slack takes, whatever comes from outside', () => {
    fc.assert(
      fc.property(notifications, (notification) => {
        const { blocks } = payloadOf(told(notification));
        for (const { text } of blocks) expect(text.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
      { numRuns: 30 },
    );
  });

  it('what fits, where escaping makes a name longer than it may be', () => {
    const description = `${'&'.repeat(400)} and <more>`;
    const { guardrail } = aNotification();
    const long = aNotification({ guardrail: { ...guardrail, name: '<'.repeat(80), description } });
    expect(payloadOf(told(long)).blocks[0].text.text).toMatch(/^CRITICAL: (&lt;)+\.\.\.$/);
  });
});

it.each(['', 'xoxb-1234', 'http://hooks.slack.com/services/1', 'hooks.slack.com/services/1'])(
  'an address that is none is refused, unseen: %j',
  (secret) => {
    expect(() => tell(slack, alarm(), secret)).toThrow(SecretError);
    expect(() => tell(slack, alarm(), secret)).toThrow(
      'the parameter: expected the address of an incoming webhook of Slack, an https URL, got something else',
    );
  },
);

it('of its answer the word is told, and nothing that is none', () => {
  expect(slack.reasonIn('channel_is_archived')).toBe('channel_is_archived');
  expect(slack.reasonIn('Your message was: CRITICAL bank=icbc')).toBe('');
});
