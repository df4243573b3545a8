import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dedupKey, type Notification } from '../../../shared/core/incident/notification.ts';
import { digestKey, renderDigest } from '../../../shared/core/message/digest.ts';
import type { RenderedMessage } from '../../../shared/core/message/rendered.ts';
import { alertSchema } from '../../../shared/core/message/schema.ts';
import { refusalOf } from '../../../shared/core/message/sns-form.ts';
import { aNotification } from '../../support/notifications.ts';
import { notifications } from './arbitrary.ts';
import { messages, origin, page } from './goldens.ts';

const golden = (name: string): Notification => messages.get(name) ?? aNotification();

const seven = [
  'resolved',
  'opened-volume',
  'opened-latency',
  'opened',
  'resolved-latency',
  'opened-latency-timeouts',
  'stale',
].map((name, index) => ({ ...golden(name), incident: `${golden(name).guardrail.id}-20260302T090${index}Z` }));

const partOf = ({ json }: RenderedMessage) =>
  (JSON.parse(json) as { parapet: { digest: { dedupKey: string }[]; more?: string[]; omitted?: number } }).parapet;

/** As many guardrails as are asked for, each with all that a message can hold. */
const many = (count: number, overrides: Partial<Notification> = {}): Notification[] =>
  Array.from({ length: count }, (_, index) => {
    const id = `payment-failures-of-a-region-${index}`;
    return {
      ...golden('spread'),
      ...overrides,
      incident: `${id}-20260302T0900Z`,
      guardrail: { ...golden('spread').guardrail, id },
    };
  });

describe('a digest', () => {
  it('reads as in its golden file', async () => {
    await expect(page(renderDigest(seven, origin))).toMatchFileSnapshot('golden/digest.txt');
  });

  it('counts what is broken and what is over', () => {
    expect(renderDigest(seven, origin).subject).toBe('7 more guardrails: 3 critical, 2 warning, 2 resolved');
    expect(renderDigest(seven.slice(3, 4), origin).subject).toBe('1 more guardrail: 1 critical');
  });

  it('tells the worst first', () => {
    const words = renderDigest(seven, origin).text.match(/^(CRITICAL|STALE|WARNING|RESOLVED)/gm);
    expect(words).toEqual(['CRITICAL', 'CRITICAL', 'STALE', 'WARNING', 'WARNING', 'RESOLVED', 'RESOLVED']);
  });

  it.each<[string, Notification[], Record<string, string>]>([
    ['the worst of those that are broken', seven, { severity: 'critical', status: 'firing' }],
    [
      'a warning, when the critical ones are over',
      [golden('resolved'), golden('opened-latency')],
      { severity: 'warning', status: 'firing' },
    ],
    [
      'resolved, when all are over',
      [golden('resolved'), golden('closed-no-traffic')],
      { severity: 'critical', status: 'resolved' },
    ],
  ])('has the severity and status of %s', (_, told, attributes) => {
    expect(renderDigest(told, origin).attributes).toMatchObject({
      guardrail: 'digest',
      reason: 'digest',
      ...attributes,
    });
  });

  it('has the same key for the same messages in any order, and another for others', () => {
    expect(digestKey(seven)).toMatch(/^digest#[0-9a-f]{16}$/);
    expect(digestKey(seven.toReversed())).toBe(digestKey(seven));
    expect(digestKey(seven.slice(1))).not.toBe(digestKey(seven));
    expect(renderDigest(seven, origin).attributes['dedupKey']).toBe(digestKey(seven));
  });

  it('is never taken for the alarm of one guardrail', () => {
    expect(JSON.parse(renderDigest(seven, origin).json)).toMatchObject({
      AlarmName: 'parapet-digest',
      NewStateValue: 'ALARM',
    });
  });

  it('is taken by SNS and keeps the schema, whatever comes from outside', () => {
    const property = fc.property(fc.array(notifications, { minLength: 1, maxLength: 8 }), (told) => {
      const message = renderDigest(told, origin);
      expect(refusalOf(message)).toBeUndefined();
      expect(message.sms).toMatch(/^[ -~]{1,160}$/);
      expect(message.text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(alertSchema.safeParse(JSON.parse(message.json)).error).toBeUndefined();
    });
    fc.assert(property, { numRuns: 40 });
  });
});

describe('a digest that is too large for SNS', () => {
  it.each([
    ['of 30 guardrails', many(30)],
    ['of 300 guardrails', many(300)],
    ['of 1,500 guardrails', many(1_500)],
    ['of 10 guardrails with long names', many(10, { examples: ['x'.repeat(9_000)], spreadTo: ['支'.repeat(9_000)] })],
  ])('%s names every incident in the mail and counts each in the JSON', (_, told) => {
    const message = renderDigest(told, origin);
    expect(refusalOf(message)).toBeUndefined();
    const named = new Set(message.text.match(/[a-z0-9-]+-20260302T0900Z#\d+/g));
    expect(told.filter((notification) => !named.has(dedupKey(notification)))).toEqual([]);
    const { digest, more = [], omitted = 0 } = partOf(message);
    expect(digest.length + more.length + omitted).toBe(told.length);
    expect(alertSchema.safeParse(JSON.parse(message.json)).error).toBeUndefined();
  });

  it('keeps the facts of the worst', () => {
    const told = [...many(200, { reason: 'resolved' }), ...seven];
    const { digest, more = [] } = partOf(renderDigest(told, origin));
    expect(digest.length).toBeGreaterThan(5);
    expect(more.length).toBeGreaterThan(100);
    expect(
      digest
        .slice(0, 5)
        .map((facts) => facts.dedupKey)
        .sort(),
    ).toEqual(
      seven
        .filter(({ reason }) => reason !== 'resolved')
        .map(dedupKey)
        .sort(),
    );
  });

  it('of more guardrails than SNS has room for keys is sent all the same', () => {
    const message = renderDigest(many(3_000), origin);
    expect(refusalOf(message)).toBeUndefined();
    expect(message.subject).toBe('3,000 more guardrails: 3,000 critical');
  });
});
