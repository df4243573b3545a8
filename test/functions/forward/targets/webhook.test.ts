import { expect, it } from 'vitest';
import { SecretError } from '../../../../functions/forward/targets/target.ts';
import { webhook } from '../../../../functions/forward/targets/webhook.ts';
import { renderMessage } from '../../../../shared/core/message/render.ts';
import { alertSchema } from '../../../../shared/core/message/schema.ts';
import { aNotification, aVolumeNotification } from '../../../support/notifications.ts';
import { messages } from '../../../core/message/goldens.ts';
import { alarm, teller, told, toldTogether } from '../deliveries.ts';
import { onlyOf, tell } from './tell.ts';

const ADDRESS = 'https://alerts.example.com/parapet?token=1';
const requestOf = (body: string) => onlyOf(tell(webhook, body, ADDRESS));

it.each([...messages])('a program gets %s as it was published', (_, notification) => {
  const { json, attributes } = renderMessage(notification, teller);
  expect(requestOf(told(notification))).toEqual({
    url: ADDRESS,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': attributes['dedupKey'] },
    body: json,
  });
});

it('a digest comes whole, under the key of its own', () => {
  const { headers, body } = requestOf(toldTogether(aNotification(), aVolumeNotification()));
  expect(alertSchema.safeParse(JSON.parse(body)).success).toBe(true);
  expect(headers['Idempotency-Key']).toMatch(/^digest#/);
});

it('an alarm of CloudWatch comes as CloudWatch wrote it, under the id of its message', () => {
  const { headers, body } = requestOf(alarm());
  expect(JSON.parse(body)).toMatchObject({ AlarmName: 'Parapet-staging-SelfWatchHeartbeat-X1', OldStateValue: 'OK' });
  expect(headers['Idempotency-Key']).toBe('63a3f6b6-d533-4a47-aef9-fcf5cf758c76');
});

it('it is sent over TLS or not at all', () => {
  expect(() => tell(webhook, alarm(), 'http://alerts.example.com')).toThrow(SecretError);
});

it('its answer is told by its status alone: it could repeat what it was sent', () => {
  expect(webhook.reasonIn('bad: CRITICAL bank=icbc')).toBe('');
});
