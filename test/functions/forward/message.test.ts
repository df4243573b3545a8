import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageError, readMessage } from '../../../functions/forward/message.ts';
import type { News } from '../../../functions/forward/news.ts';
import { renderMessage } from '../../../shared/core/message/render.ts';
import { alertSchema } from '../../../shared/core/message/schema.ts';
import { NOW } from '../../support/builders.ts';
import { aLatencyNotification, aNotification, aVolumeNotification } from '../../support/notifications.ts';
import { messages } from '../../core/message/goldens.ts';
import { alarm, envelope, SOURCE, STACK, teller, told, toldTogether } from './deliveries.ts';

const read = (body: string) => readMessage(body, STACK);
const onlyNews = (body: string): News => {
  const { news } = read(body);
  const [first, ...others] = news;
  if (first === undefined || others.length > 0) throw new Error(`expected one, got ${news.length}`);
  return first;
};

/** The JSON of a message, changed on its way. */
const changed = (change: (json: Record<string, unknown>, parapet: Record<string, unknown>) => void): string => {
  const json = JSON.parse(renderMessage(aNotification(), teller).json) as Record<string, unknown>;
  change(json, json['parapet'] as Record<string, unknown>);
  return envelope(JSON.stringify(json));
};

describe('an alert', () => {
  it.each([...messages])('%s is told in the words of its mail', (_, notification) => {
    const { text, attributes } = renderMessage(notification, teller);
    expect(onlyNews(told(notification))).toMatchObject({
      text,
      status: attributes['status'],
      severity: attributes['severity'],
      at: notification.at,
      incident: { id: notification.incident, sequence: notification.sequence, reason: notification.reason },
    });
  });

  it('is known by stack, Region, account and incident, from the first message to the last', () => {
    const keys = ['opened', 'escalated', 'resolved'].map((name) => {
      const golden = messages.get(name);
      return golden === undefined ? name : onlyNews(told(golden)).key;
    });
    expect(new Set(keys)).toEqual(new Set([`${SOURCE}/payment-failures-20260302T0900Z`]));
  });

  it('is another in another stack, though its guardrail and minute are the same', () => {
    const production = readMessage(told(aNotification()), 'Parapet').news[0]?.key;
    expect(production).not.toBe(onlyNews(told(aNotification())).key);
  });

  it('has the key by which receivers drop what they have had', () => {
    expect(read(told(aNotification())).dedupKey).toBe('payment-failures-20260302T0900Z#1');
  });

  it('of a newer release is told by its headline, with all that is known of it', () => {
    const body = changed((_, parapet) => {
      parapet['weather'] = 'fine';
      parapet['reason'] = 'worse-than-ever';
    });
    expect(onlyNews(body)).toMatchObject({
      headline: 'Payment failures: bank=icbc 58.3%, limit 15%',
      text: 'CRITICAL: Payment failures: bank=icbc 58.3%, limit 15%\n\nIncident: payment-failures-20260302T0900Z#1',
      incident: { reason: 'worse-than-ever' },
    });
  });
});

describe('a digest', () => {
  const digest = toldTogether(
    aNotification(),
    aVolumeNotification(),
    aLatencyNotification({ reason: 'resolved', sequence: 2 }),
  );

  it('is as many news as incidents, each under its own key and in its own words', () => {
    expect(read(digest).news.map(({ key, status }) => [key, status])).toEqual([
      [`${SOURCE}/payment-failures-20260302T0900Z`, 'firing'],
      [`${SOURCE}/payment-volume-20260302T0900Z`, 'firing'],
      [`${SOURCE}/payment-latency-20260302T0900Z`, 'resolved'],
    ]);
    expect(read(digest).news[0]?.text).toBe(renderMessage(aNotification(), teller).text);
  });

  it('has one key of its own, the same however it is repeated', () => {
    expect(read(digest).dedupKey).toMatch(/^digest#[0-9a-f]{16}$/);
  });

  it('names those by their keys that found no place in it', () => {
    const many = Array.from({ length: 90 }, (_, index) =>
      aNotification({
        incident: `rule-${index}-20260302T0900Z`,
        guardrail: { id: `rule-${index}`, name: 'A rule', kind: 'rate' },
      }),
    );
    const { news, more, omitted } = read(toldTogether(...many));
    expect(news.length).toBeGreaterThan(10);
    expect([more.length, omitted]).toEqual([90 - news.length, 0]);
  });
});

describe('an alarm on Parapet itself', () => {
  it('is news without an incident, and critical', () => {
    expect(onlyNews(alarm())).toEqual({
      key: `${SOURCE}/Parapet-staging-SelfWatchHeartbeat-X1`,
      status: 'firing',
      severity: 'critical',
      headline: 'Parapet itself: Parapet-staging-SelfWatchHeartbeat-X1',
      text: 'ALARM: Parapet-staging-SelfWatchHeartbeat-X1\n\nParapet has not judged all guardrails for five minutes.\nRead the log.\n\nThreshold Crossed: no datapoints were received for 5 periods',
      at: NOW + 123,
      details: expect.anything(),
    });
  });

  it.each([
    ['OK', 'resolved'],
    ['ALARM', 'firing'],
    ['INSUFFICIENT_DATA', 'firing'],
  ])('that goes to %s is %s: what is not known to be well is not', (NewStateValue, status) => {
    expect(onlyNews(alarm({ NewStateValue })).status).toBe(status);
  });

  it('may have no description', () => {
    expect(onlyNews(alarm({ AlarmDescription: null })).text.split('\n\n')).toHaveLength(2);
  });

  it('is no alert of ours, though it has the same form', () => {
    expect(alertSchema.safeParse(JSON.parse((JSON.parse(alarm()) as { Message: string }).Message)).success).toBe(false);
  });
});

describe('a message that is none', () => {
  it.each<[string, string, string]>([
    ['no JSON', 'hello', 'message: expected what SNS puts into a queue, without raw delivery, got no JSON'],
    ['a message delivered raw', renderMessage(aNotification(), teller).json, 'raw delivery; Type is another'],
    ['another type', envelope('{}', { Type: 'SubscriptionConfirmation' }), 'Type is another'],
    ['another topic form', envelope('{}', { TopicArn: 'topic' }), 'TopicArn is another'],
    ['a text', envelope('hello'), 'expected an alert of Parapet or an alarm of CloudWatch, got no JSON'],
    ['other JSON', envelope('{"id":"evt_1"}'), 'expected an alert of Parapet or an alarm of CloudWatch'],
    ['an alert without its status', changed((_, parapet) => delete parapet['status']), 'an alert of Parapet'],
    [
      'an alert of a severity that nobody knows',
      changed((_, parapet) => (parapet['severity'] = 'sev1')),
      'an alert of',
    ],
    ['an alarm without a time', alarm({ StateChangeTime: 'soon' }), 'an alert of Parapet'],
  ])('is refused with what was expected: %s', (_, body, expected) => {
    expect(() => read(body)).toThrow(MessageError);
    expect(() => read(body)).toThrow(expected);
  });

  it('is refused without a word of what came', () => {
    expect(() => read(changed((json) => (json['AlarmName'] = ['4111111111111111'])))).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('4111') }),
    );
  });

  it('is refused, whatever it is, and nothing else is thrown', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => envelope(json)),
        ),
        (body) => {
          expect(() => read(body)).toThrow(MessageError);
        },
      ),
    );
  });
});
