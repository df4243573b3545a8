import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../../shared/core/message/render.ts';
import type { RenderedMessage } from '../../../shared/core/message/rendered.ts';
import { bodyByProtocol, refusalOf } from '../../../shared/core/message/sns-form.ts';
import { aNotification } from '../../support/notifications.ts';

const aMessage = (overrides: Partial<RenderedMessage> = {}): RenderedMessage => ({
  ...renderMessage(aNotification(), { accountId: '1', region: 'r' }),
  ...overrides,
});

describe('what SNS would refuse is known before it is asked', () => {
  it.each<[string, Partial<RenderedMessage>, string | undefined]>([
    ['a message as it should be', {}, undefined],
    ['a subject of 99 characters', { subject: 's'.repeat(99) }, undefined],
    ['a subject of 100 characters', { subject: 's'.repeat(100) }, 'subject: expected at most 99 characters, got 100'],
    ['an empty subject', { subject: '' }, 'subject: expected printable ASCII that does not begin with a space'],
    [
      'a subject with a line break',
      { subject: 'a\nb' },
      'subject: expected printable ASCII that does not begin with a space',
    ],
    ['a subject in Chinese', { subject: '支付' }, 'subject: expected printable ASCII that does not begin with a space'],
    [
      'an empty attribute',
      { attributes: { severity: '' } },
      'attributes: expected names and values that are not empty',
    ],
    [
      'more than 256 KiB',
      { text: 'x'.repeat(262_144) },
      expect.stringMatching(/^message: expected at most 262144 bytes, got /),
    ],
  ])('%s', (_, overrides, refusal) => {
    expect(refusalOf(aMessage(overrides))).toEqual(refusal);
  });

  it('people get text and programs JSON', () => {
    const message = aMessage();
    const body = JSON.parse(bodyByProtocol(message)) as Record<string, string>;
    expect(body).toMatchObject({
      default: message.text,
      email: message.text,
      sms: message.sms,
      sqs: message.json,
      lambda: message.json,
      https: message.json,
    });
  });
});
