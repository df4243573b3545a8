import { describe, expect, it } from 'vitest';
import { isOutdated, type States } from '../../../functions/forward/outdated.ts';
import { readMessage } from '../../../functions/forward/message.ts';
import { newsOfKeys, newsOfOmitted } from '../../../functions/forward/untold.ts';
import type { Incident } from '../../../shared/core/incident/incident.ts';
import type { NotificationReason } from '../../../shared/core/incident/notification.ts';
import { minuteOf } from '../../../shared/core/units.ts';
import { NOW, THIS_MINUTE } from '../../support/builders.ts';
import { decisive, icbc, lastOf, run } from '../../support/incidents.ts';
import { aNotification } from '../../support/notifications.ts';
import { alarm, SOURCE, STACK, told } from './deliveries.ts';

const { incident: fresh } = lastOf(run([{ [icbc]: decisive('critical') }])).state;
if (fresh === undefined) throw new Error('expected an incident');
const open: Incident = { ...fresh, id: 'payment-failures-20260302T0900Z', sequence: 1 };
const over: Incident = { ...open, status: 'resolved', resolvedAt: THIS_MINUTE };
const rule = { fingerprint: 'f', name: 'Payment failures', kind: 'rate' as const };

const table = (incident: Incident | undefined, id = 'payment-failures'): States =>
  new Map([[id, { state: incident === undefined ? { rule } : { rule, incident } }]]);

const newsOf = (reason: NotificationReason, sequence: number) => {
  const [news] = readMessage(told(aNotification({ reason, sequence })), STACK).news;
  if (news === undefined) throw new Error('no news');
  return news;
};

describe('news that come late', () => {
  it.each<[string, NotificationReason, number, Incident | undefined, boolean]>([
    ['an opening of what is open', 'opened', 1, open, false],
    ['an opening of what got worse since', 'opened', 1, { ...open, sequence: 3 }, false],
    ['an opening of what is over', 'opened', 1, { ...over, sequence: 2 }, true],
    ['an opening of what is over and archived', 'opened', 1, undefined, true],
    [
      'an opening of what is over, and another is open',
      'opened',
      1,
      { ...open, id: 'payment-failures-20260302T1700Z' },
      true,
    ],
    ['a reminder of what is over', 'reminder', 4, { ...over, sequence: 5 }, true],
    ['an end of what is over', 'resolved', 2, { ...over, sequence: 2 }, false],
    ['an end of what is archived', 'resolved', 2, undefined, false],
    ['an end of what was reopened', 'resolved', 2, { ...open, sequence: 3 }, true],
    ['an end of what is open again, and nothing was told of it', 'resolved', 2, { ...open, sequence: 2 }, false],
    ['a reopening of what is open', 'reopened', 3, { ...open, sequence: 3 }, false],
  ])('are told unless the opposite has happened: %s', (_, reason, sequence, incident, outdated) => {
    expect(isOutdated(newsOf(reason, sequence), table(incident))).toBe(outdated);
  });

  it('are told where nothing is known of their guardrail', () => {
    expect(isOutdated(newsOf('opened', 1), table(undefined, 'another'))).toBe(false);
  });

  it('are told where they are of Parapet itself', () => {
    const [news] = readMessage(alarm(), STACK).news;
    expect(news && isOutdated(news, table(undefined))).toBe(false);
  });
});

describe('what found no place in a digest', () => {
  const message = { ...readMessage(told(aNotification()), STACK), isDigest: true };
  const key = `${open.id}#1`;

  it('is told as it is by now: open', () => {
    expect(newsOfKeys([key], message, table({ ...open, severity: 'critical' }))).toEqual([
      expect.objectContaining({
        key: `${SOURCE}/${open.id}`,
        status: 'firing',
        severity: 'critical',
        headline: 'Payment failures: limit broken',
        at: NOW,
        incident: expect.objectContaining({ id: open.id, sequence: 1 }),
      }),
    ]);
  });

  it.each([
    ['resolved', over],
    ['archived', undefined],
    ['followed by another', { ...open, id: 'payment-failures-20260302T1700Z' }],
  ])('is told as it is by now: %s', (_, incident) => {
    expect(newsOfKeys([key], message, table(incident))).toEqual([
      expect.objectContaining({ key: `${SOURCE}/${open.id}`, status: 'resolved', headline: 'Payment failures: over' }),
    ]);
  });

  it('and is not even named calls somebody, while anything fires', () => {
    const firing = { ...message, omitted: 40 };
    expect(newsOfOmitted(firing)).toEqual([
      expect.objectContaining({
        key: `${SOURCE}/digest/${message.id}`,
        severity: 'critical',
        headline: '40 more incidents changed at once than a message can name',
      }),
    ]);
    expect(newsOfOmitted({ ...firing, status: 'resolved' })).toEqual([]);
    expect(newsOfOmitted(message)).toEqual([]);
  });
});

it('the moment of a message is the minute that decided it', () => {
  expect(minuteOf(readMessage(told(aNotification()), STACK).at)).toBe(THIS_MINUTE);
});
