import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readMessage } from '../../../../functions/forward/message.ts';
import { pagerDuty } from '../../../../functions/forward/targets/pager-duty.ts';
import { SecretError } from '../../../../functions/forward/targets/target.ts';
import { isEnd, type Notification } from '../../../../shared/core/incident/notification.ts';
import { renderMessage } from '../../../../shared/core/message/render.ts';
import { aNotification, aVolumeNotification } from '../../../support/notifications.ts';
import { notifications } from '../../../core/message/arbitrary.ts';
import { messages } from '../../../core/message/goldens.ts';
import { alarm, SOURCE, STACK, teller, told, toldTogether } from '../deliveries.ts';
import { onlyOf, tell } from './tell.ts';

const KEY = '0123456789abcdef0123456789abcdef';

/** What PagerDuty documents of an event: docs/events-API-v2/02-Trigger-Events.md of PagerDuty/developer-docs. */
const key = {
  routing_key: z.string().length(32),
  dedup_key: z.string().min(1).max(255),
};
const event = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...key,
    event_action: z.literal('trigger'),
    client: z.string(),
    payload: z.strictObject({
      // Their runes are our code points.
      summary: z.string().refine((text) => text !== '' && Array.from(text).length <= 1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime(),
      component: z.string().optional(),
      custom_details: z.looseObject({}),
    }),
    links: z.array(z.strictObject({ href: z.url(), text: z.string() })).optional(),
  }),
  z.strictObject({ ...key, event_action: z.enum(['resolve', 'acknowledge']) }),
]);

const eventOf = (body: string) => {
  const request = onlyOf(tell(pagerDuty('us'), body, KEY));
  expect(Buffer.byteLength(request.body)).toBeLessThanOrEqual(512_000);
  return event.parse(JSON.parse(request.body));
};
const triggerOf = (notification: Notification) => {
  const sent = eventOf(told(notification));
  if (sent.event_action !== 'trigger') throw new Error(`expected a trigger, got ${sent.event_action}`);
  return sent;
};

describe('PagerDuty gets', () => {
  it('an opening as an alert that says what is broken', () => {
    const opened = messages.get('opened') ?? aNotification();
    expect(triggerOf(opened)).toMatchObject({
      routing_key: KEY,
      dedup_key: `${SOURCE}/payment-failures-20260302T0900Z`,
      payload: {
        summary: 'Payment failures: bank=icbc 58.3%, limit 15%',
        source: SOURCE,
        severity: 'critical',
        timestamp: '2026-03-02T09:00:00.000Z',
        component: 'payment-failures',
        custom_details: {
          text: renderMessage(opened, teller).text,
          facts: { dedupKey: 'payment-failures-20260302T0900Z#1' },
        },
      },
      links: [{ href: 'https://runbooks.example.com/payment-failures', text: 'Runbook' }],
    });
  });

  it.each([...messages])('%s under the key of its incident, and its end closes that', (_, notification) => {
    const sent = eventOf(told(notification));
    expect(sent.dedup_key).toBe(`${SOURCE}/${notification.incident}`);
    const how = sent.event_action === 'trigger' ? `trigger ${sent.payload.severity}` : sent.event_action;
    expect(how).toBe(isEnd(notification.reason) ? 'resolve' : `trigger ${notification.severity}`);
  });

  it('never that somebody is at it, whatever the reason: only a person can say that', () => {
    const actions = [...messages.values()].map((notification) => eventOf(told(notification)).event_action);
    expect(new Set(actions)).toEqual(new Set(['trigger', 'resolve']));
  });

  it('of a digest each incident under its own key', () => {
    const digest = toldTogether(aNotification(), aVolumeNotification({ reason: 'resolved', sequence: 2 }));
    const sent = tell(pagerDuty('us'), digest, KEY).map(({ body }) => event.parse(JSON.parse(body)));
    expect(sent.map(({ event_action, dedup_key }) => `${event_action} ${dedup_key}`)).toEqual([
      `trigger ${SOURCE}/payment-failures-20260302T0900Z`,
      `resolve ${SOURCE}/payment-volume-20260302T0900Z`,
    ]);
  });

  it('an alarm on Parapet itself, and its end', () => {
    expect(eventOf(alarm())).toMatchObject({
      event_action: 'trigger',
      payload: { severity: 'critical', summary: 'Parapet itself: Parapet-staging-SelfWatchHeartbeat-X1' },
    });
    expect(eventOf(alarm({ NewStateValue: 'OK' }))).toEqual({
      routing_key: KEY,
      event_action: 'resolve',
      dedup_key: `${SOURCE}/Parapet-staging-SelfWatchHeartbeat-X1`,
    });
  });

  it('a key that it takes of the longest name, another for another', () => {
    const keyOf = (end: string) => eventOf(alarm({ AlarmName: `${'n'.repeat(254)}${end}` })).dedup_key;
    expect(keyOf('a')).toHaveLength(255);
    expect(keyOf('a')).not.toBe(keyOf('b'));
    expect(keyOf('a')).toBe(keyOf('a'));
  });

  it('what it documents, whatever comes from outside', () => {
    fc.assert(
      fc.property(notifications, (notification) => void eventOf(told(notification))),
      { numRuns: 30 },
    );
  });

  it('a page without details where those are too large', () => {
    const message = readMessage(told(aNotification()), STACK);
    const news = message.news.map((each) => ({ ...each, text: '支'.repeat(200_000) }));
    const body = onlyOf(pagerDuty('us').requests({ message, news }, KEY)).body;
    expect(event.parse(JSON.parse(body))).toMatchObject({
      event_action: 'trigger',
      payload: { custom_details: { text: 'Left out: too large for PagerDuty.' } },
    });
    expect(Buffer.byteLength(body)).toBeLessThan(512_000);
  });

  it.each(['not a URL', 'javascript:alert(1)', '/runbooks/1', 'mailto:a@example.com'])(
    'no link to a runbook that is none: %s',
    (runbook) => {
      const { guardrail } = aNotification();
      expect(triggerOf(aNotification({ guardrail: { ...guardrail, runbook } }))).not.toHaveProperty('links');
    },
  );
});

it.each([
  ['us', 'https://events.pagerduty.com/v2/enqueue'],
  ['eu', 'https://events.eu.pagerduty.com/v2/enqueue'],
] as const)('an account in %s is reached at %s', (region, address) => {
  expect(onlyOf(tell(pagerDuty(region), alarm(), KEY)).url).toBe(address);
});

it.each(['', 'short', `${KEY}x`, `${KEY.slice(1)}\n`])(
  'a routing key that is none is refused, unseen: %j',
  (secret) => {
    expect(() => tell(pagerDuty('us'), alarm(), secret)).toThrow(SecretError);
    expect(() => tell(pagerDuty('us'), alarm(), secret)).toThrow('expected a routing key of PagerDuty, 32 characters');
  },
);

it('of its answer to a bad event the reasons are told', () => {
  // As documented: https://developer.pagerduty.com/docs/send-alert-event
  const body = `{"status":"invalid event","message":"Event object is invalid","errors":["Length of 'routing_key' is incorrect (should be 32 characters)"]}`;
  expect(pagerDuty('us').reasonIn(body)).toBe("Length of 'routing_key' is incorrect (should be 32 characters)");
  for (const other of ['', 'not found', '{}', '[]', 'null', '{"errors":"all"}'])
    expect(pagerDuty('us').reasonIn(other)).toBe('');
});
