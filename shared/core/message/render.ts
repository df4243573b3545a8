import { dedupKey, type Notification } from '../incident/notification.ts';
import { limits } from '../limits.ts';
import { ascii, cut } from './format.ts';
import { headline, statusOf, statusWord } from './headline.ts';
import { jsonText } from './json.ts';
import type { Origin, RenderedMessage } from './rendered.ts';
import { emailText } from './text.ts';

/** A notification in the words of this release. */
export const renderMessage = (notification: Notification, origin: Origin): RenderedMessage => {
  const line = `${statusWord(notification)} ${headline(notification)}`;
  return {
    subject: cut(ascii(line), limits.snsSubjectLength),
    text: emailText(notification),
    sms: cut(ascii(`${line} ${notification.reason}`), limits.smsLength),
    json: jsonText(notification, origin),
    attributes: attributesOf(notification),
  };
};

/**
 * The same without anything that came from outside or from a rule's prose: sent when SNS refuses the full message, so
 * that somebody learns at least what is broken.
 */
export const minimalMessage = (notification: Notification, origin: Origin): RenderedMessage => {
  const line = `${statusWord(notification)} ${notification.guardrail.id}`;
  const { description: _d, owner: _o, runbook: _r, ...guardrail } = notification.guardrail;
  const bare: Notification = { ...notification, guardrail: { ...guardrail, name: guardrail.id }, members: [] };
  return {
    subject: line,
    text: `${line}\n\nThe full message was refused by SNS. Incident: ${dedupKey(notification)}`,
    sms: line,
    json: jsonText({ ...bare, peak: { ...bare.peak, group: '' } }, origin),
    attributes: attributesOf(notification),
  };
};

const attributesOf = (notification: Notification): RenderedMessage['attributes'] => ({
  guardrail: notification.guardrail.id,
  severity: notification.severity,
  status: statusOf(notification),
  reason: notification.reason,
  dedupKey: dedupKey(notification),
});
