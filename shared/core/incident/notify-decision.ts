import type { Incident } from './incident.ts';
import type { NotificationReason } from './notification.ts';

export type NotifyDecision =
  | { readonly notify: true; readonly reason: NotificationReason }
  | { readonly notify: false; readonly why: string };

/** Whether a change of a guardrail's incident is worth a message, and which: at most one a tick. */
export const decideToNotify = (before: Incident | undefined, after: Incident | undefined): NotifyDecision => {
  if (after === undefined) return { notify: false, why: 'no incident' };
  if (before === undefined || before.id !== after.id) return { notify: true, reason: 'opened' };
  if (after.status === 'resolved') {
    return before.status === 'open'
      ? { notify: true, reason: 'resolved' }
      : { notify: false, why: 'resolved, and said so' };
  }
  if (before.status === 'resolved') return { notify: true, reason: 'reopened' };
  if (before.severity !== after.severity) {
    return { notify: true, reason: after.severity === 'critical' ? 'escalated' : 'de-escalated' };
  }
  return { notify: false, why: 'goes on as it was told' };
};
