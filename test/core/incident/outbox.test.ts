import { expect, it } from 'vitest';
import type { Notification, NotificationReason } from '../../../shared/core/incident/notification.ts';
import { append } from '../../../shared/core/incident/outbox.ts';
import { limits } from '../../../shared/core/limits.ts';
import { aNotification } from '../../support/notifications.ts';

const waiting = (...reasons: readonly NotificationReason[]): readonly Notification[] =>
  reasons.reduce<readonly Notification[]>(
    (outbox, reason, index) => append(outbox, aNotification({ reason, sequence: index + 1 })),
    [],
  );

it.each<[sentence: string, reasons: readonly NotificationReason[], told: NotificationReason]>([
  [
    'what was never told as opened is told as opened, however much came since',
    ['opened', 'escalated', 'spread'],
    'opened',
  ],
  ['a reopening stays one', ['reopened', 'escalated'], 'reopened'],
  ['the end stands for all', ['opened', 'escalated', 'resolved'], 'resolved'],
  ['of later news the newest', ['spread', 'escalated', 'de-escalated'], 'de-escalated'],
])('%s', (_, reasons, told) => {
  expect(waiting(...reasons)).toMatchObject([{ reason: told, sequence: reasons.length, merged: reasons.length - 1 }]);
});

it('keeps the incidents apart, oldest first', () => {
  const outbox = append(waiting('opened', 'resolved'), aNotification({ incident: 'later' }));
  expect(outbox).toMatchObject([
    { reason: 'resolved', merged: 1 },
    { incident: 'later', merged: 0 },
  ]);
});

it('holds 8 incidents at most; the newest then stands for the last', () => {
  const outbox = Array.from({ length: 10 }, (_, index) => index).reduce<readonly Notification[]>(
    (before, index) => append(before, aNotification({ incident: `incident-${index}` })),
    [],
  );
  expect(outbox).toHaveLength(limits.unsentPerState);
  expect(outbox.at(-1)).toMatchObject({ incident: 'incident-9', merged: 2 });
});
