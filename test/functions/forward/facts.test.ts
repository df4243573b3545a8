import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notificationOf } from '../../../functions/forward/facts.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { headline } from '../../../shared/core/message/headline.ts';
import { minimalMessage, renderMessage } from '../../../shared/core/message/render.ts';
import { alertSchema } from '../../../shared/core/message/schema.ts';
import { emailText } from '../../../shared/core/message/text.ts';
import { notifications } from '../../core/message/arbitrary.ts';
import { messages } from '../../core/message/goldens.ts';
import { teller } from './deliveries.ts';

/** What it is again once it went through the JSON that is published. */
const throughJson = (json: string): Notification => {
  const { parapet } = alertSchema.parse(JSON.parse(json));
  if ('digest' in parapet) throw new Error('expected one notification, got a digest');
  const { version: _, ...facts } = parapet;
  return notificationOf(facts);
};

describe('the facts of a message', () => {
  it.each([...messages])('%s are those of its notification', (_, notification) => {
    expect(throughJson(renderMessage(notification, teller).json)).toEqual(notification);
  });

  it('say the mail, whatever comes from outside', () => {
    fc.assert(
      fc.property(notifications, (notification) => {
        const { json, text } = renderMessage(notification, teller);
        expect(emailText(throughJson(json), teller)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('have a headline in the minimal form too', () => {
    const opened = messages.get('opened');
    if (opened === undefined) throw new Error('no golden');
    const { json } = minimalMessage(opened, teller);
    expect(headline(throughJson(json))).toBe((JSON.parse(json) as { NewStateReason: string }).NewStateReason);
  });
});
