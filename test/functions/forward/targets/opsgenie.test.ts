import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { opsgenie } from '../../../../functions/forward/targets/opsgenie.ts';
import { SecretError } from '../../../../functions/forward/targets/target.ts';
import { isEnd } from '../../../../shared/core/incident/notification.ts';
import { renderMessage } from '../../../../shared/core/message/render.ts';
import { aNotification, aVolumeNotification } from '../../../support/notifications.ts';
import { notifications } from '../../../core/message/arbitrary.ts';
import { messages } from '../../../core/message/goldens.ts';
import { alarm, SOURCE, teller, told, toldTogether } from '../deliveries.ts';
import { onlyOf, tell } from './tell.ts';

const KEY = 'eb243592-faa2-4ba2-a551-1afdf565c889';
const ALIAS = `${SOURCE}/payment-failures-20260302T0900Z`;

/** What Opsgenie documents of an alert: https://docs.opsgenie.com/docs/alert-api, its tables of fields. */
const within = (length: number) => z.string().refine((text) => text !== '' && Array.from(text).length <= length);
const alert = z.strictObject({
  message: within(130),
  alias: within(512),
  description: within(15_000),
  priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
  source: within(100),
  tags: z.array(within(50)).max(20),
  entity: within(512).optional(),
  details: z.record(z.string(), z.string()).optional(),
});

const send = (body: string) => tell(opsgenie('us'), body, KEY);
const alertOf = (body: string) => {
  const request = onlyOf(send(body));
  expect(request.url).toBe('https://api.opsgenie.com/v2/alerts');
  return alert.parse(JSON.parse(request.body));
};
const closed = (body: string): string[] =>
  send(body).map(({ url }) => {
    const [, alias = ''] =
      /^https:\/\/api\.opsgenie\.com\/v2\/alerts\/([^/]+)\/close\?identifierType=alias$/.exec(url) ?? [];
    return decodeURIComponent(alias);
  });

describe('Opsgenie gets', () => {
  it('an opening as an alert that says what is broken', () => {
    const opened = messages.get('opened') ?? aNotification();
    expect(alertOf(told(opened))).toEqual({
      message: 'Payment failures: bank=icbc 58.3%, limit 15%',
      alias: ALIAS,
      description: renderMessage(opened, teller).text,
      priority: 'P1',
      source: 'Parapet',
      tags: ['parapet', 'critical'],
      entity: 'payment-failures',
      details: { incident: 'payment-failures-20260302T0900Z', reason: 'opened' },
    });
  });

  it('a warning with a lower priority', () => {
    expect(alertOf(told(aNotification({ severity: 'warning' }))).priority).toBe('P3');
  });

  it('its key in the header', () => {
    expect(onlyOf(send(alarm())).headers).toEqual({
      'Content-Type': 'application/json',
      Authorization: `GenieKey ${KEY}`,
    });
  });

  it('a second alert of what became critical, for the first would keep its priority and wake nobody', () => {
    expect(alertOf(told(aNotification({ reason: 'escalated', sequence: 2 })))).toMatchObject({
      alias: `${ALIAS}/escalated`,
      priority: 'P1',
    });
  });

  it.each(['resolved', 'closed'] as const)('%s: both are closed', (reason) => {
    expect(closed(told(aNotification({ reason, sequence: 3 })))).toEqual([ALIAS, `${ALIAS}/escalated`]);
  });

  it.each([...messages].filter(([, { reason }]) => !isEnd(reason) && reason !== 'escalated'))(
    '%s under the alias of its incident',
    (_, notification) => {
      expect(alertOf(told(notification)).alias).toBe(`${SOURCE}/${notification.incident}`);
    },
  );

  it('of a digest each incident under its own alias', () => {
    const digest = toldTogether(aNotification(), aVolumeNotification({ reason: 'resolved', sequence: 2 }));
    expect(send(digest).map(({ url }) => url.split('/').length > 5)).toEqual([false, true, true]);
  });

  it('an alarm on Parapet itself, and its end', () => {
    const alias = `${SOURCE}/Parapet-staging-SelfWatchHeartbeat-X1`;
    expect(alertOf(alarm())).toMatchObject({ alias, priority: 'P1' });
    expect(closed(alarm({ NewStateValue: 'OK' }))[0]).toBe(alias);
  });

  it('what it documents, whatever comes from outside', () => {
    const firing = notifications.filter(({ reason }) => !isEnd(reason));
    fc.assert(
      fc.property(firing, (notification) => void alertOf(told(notification))),
      { numRuns: 30 },
    );
  });
});

it.each([
  ['us', 'https://api.opsgenie.com/v2/alerts'],
  ['eu', 'https://api.eu.opsgenie.com/v2/alerts'],
  ['jira', 'https://api.atlassian.com/jsm/ops/integration/v2/alerts'],
] as const)('an account in %s is reached at %s', (region, address) => {
  const [opening] = tell(opsgenie(region), alarm(), KEY);
  const [end] = tell(opsgenie(region), alarm({ NewStateValue: 'OK' }), KEY);
  expect(opening?.url).toBe(address);
  expect(end?.url.startsWith(`${address}/`)).toBe(true);
});

it.each(['', 'a key', 'key\r\nX-Injected: 1'])('an API key that is none is refused, unseen: %j', (secret) => {
  expect(() => tell(opsgenie('us'), alarm(), secret)).toThrow(SecretError);
});

it('of its answer the message is told', () => {
  expect(opsgenie('us').reasonIn('{"message":"Key format is not valid!","took":0.0,"requestId":"1"}')).toBe(
    'Key format is not valid!',
  );
  expect(opsgenie('us').reasonIn('<html>')).toBe('');
});
