import { dedupKey, type Notification } from '../incident/notification.ts';
import { statusOf } from './headline.ts';
import type { RenderedMessage } from './rendered.ts';

/** By these a subscription filters what it gets. */
export const attributesOf = (notification: Notification): RenderedMessage['attributes'] => ({
  guardrail: notification.guardrail.id,
  severity: notification.severity,
  status: statusOf(notification),
  reason: notification.reason,
  dedupKey: dedupKey(notification),
});
