import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardrailOf, heardMore, hears } from '../../../functions/forward/hears.ts';
import { readMessage } from '../../../functions/forward/message.ts';
import type { News } from '../../../functions/forward/news.ts';
import type { Filter } from '../../../functions/forward/subscription.ts';
import { incidentId } from '../../../shared/core/incident/incident.ts';
import type { Severity } from '../../../shared/core/guardrail/guardrail.ts';
import {
  type Notification,
  type NotificationReason,
  notificationReasons,
} from '../../../shared/core/incident/notification.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aNotification } from '../../support/notifications.ts';
import { alarm, STACK, told } from './deliveries.ts';

const newsOf = (notification: Partial<Notification>): News => {
  const [news] = readMessage(told(aNotification(notification)), STACK).news;
  if (news === undefined) throw new Error('no news');
  return news;
};

describe('a subscription without a filter', () => {
  it.each(notificationReasons)('hears %s', (reason) => {
    expect(hears({}, newsOf({ reason }))).toBe(true);
  });
});

describe('a filter by guardrail', () => {
  it('lets through those that it names', () => {
    expect(hears({ guardrails: ['a', 'payment-failures'] }, newsOf({}))).toBe(true);
  });

  it('and no others, not even their ends', () => {
    for (const reason of notificationReasons) expect(hears({ guardrails: ['a'] }, newsOf({ reason }))).toBe(false);
  });

  it('takes the keys of those that found no place in a digest by the guardrail in them', () => {
    const message = {
      ...readMessage(told(aNotification()), STACK),
      more: ['a-b-20260302T0900Z#1', 'a-20260302T0900Z#12'],
    };
    expect(heardMore({ guardrails: ['a'] }, message)).toEqual(['a-20260302T0900Z#12']);
    expect(heardMore({}, message)).toEqual(message.more);
  });
});

describe('a filter by severity', () => {
  it.each<[Severity, NotificationReason, Severity, boolean]>([
    ['critical', 'opened', 'critical', true],
    ['critical', 'opened', 'warning', false],
    ['critical', 'reminder', 'warning', false],
    ['critical', 'de-escalated', 'warning', true],
    ['critical', 'resolved', 'warning', true],
    ['critical', 'closed', 'warning', true],
    ['warning', 'opened', 'critical', false],
    ['warning', 'escalated', 'critical', true],
    ['warning', 'resolved', 'critical', true],
  ])('for %s: %s of severity %s is heard: %s', (asked, reason, severity, heard) => {
    expect(hears({ severity: [asked] }, newsOf({ reason, severity }))).toBe(heard);
  });
});

it.each<[string, Filter]>([
  ['severity', { severity: ['warning'] }],
  ['guardrail', { guardrails: ['payment-failures'] }],
])('an alarm on Parapet itself comes through a filter by %s', (_, filter) => {
  const [news] = readMessage(alarm(), STACK).news;
  expect(news && hears(filter, news)).toBe(true);
});

it('who hears that an incident opened hears every step between severities and its end', () => {
  const severity = fc.constantFrom<Severity>('critical', 'warning');
  const story = fc.record({ severities: fc.array(severity, { minLength: 1, maxLength: 6 }), asked: severity });
  fc.assert(
    fc.property(story, ({ severities, asked }) => {
      const messages = severities.map((now, index): Partial<Notification> => {
        const before = severities[index - 1];
        if (before === undefined) return { reason: 'opened', severity: now };
        if (before === now) return { reason: 'reminder', severity: now };
        return { reason: now === 'critical' ? 'escalated' : 'de-escalated', severity: now };
      });
      const heard = messages.map((message) => hears({ severity: [asked] }, newsOf(message)));
      const first = heard.indexOf(true);
      const last = severities.at(-1) ?? asked;
      expect(hears({ severity: [asked] }, newsOf({ reason: 'resolved', severity: last }))).toBe(true);
      const missed = messages.filter(
        ({ reason }, index) => first !== -1 && index > first && reason !== 'reminder' && heard[index] === false,
      );
      expect(missed).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

it('the guardrail of a key is the one that its incident was named after', () => {
  for (const id of ['a', 'a-20260302t0900z', 'visa-vamp-2'])
    expect(guardrailOf(`${incidentId(id, THIS_MINUTE)}#12`)).toBe(id);
});
