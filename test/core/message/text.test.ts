import { describe, expect, it } from 'vitest';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { renderMessage } from '../../../shared/core/message/render.ts';
import { addMinutes, minuteOf } from '../../../shared/core/units.ts';
import { NOW, THIS_MINUTE } from '../../support/builders.ts';
import {
  aCulprit,
  aLatencyNotification,
  aMember,
  anImpact,
  aNotification,
  aVolumeNotification,
  aWho,
} from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';
import { origin } from './goldens.ts';

const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);
const textOf = (notification: Notification): string => renderMessage(notification, origin).text;
const lineOf = (notification: Notification, start: string): string | undefined =>
  textOf(notification)
    .split('\n')
    .find((line) => line.startsWith(start));

describe('who is behind it', () => {
  it.each<[string, Notification, string | undefined]>([
    [
      'has its share of the excess, and its rate beside that of all others',
      aNotification({ who: aWho() }),
      'Who: 412 of 430 excess bad events are bank=icbc and method=qr: 61% of 675 against 4% of 9,120 elsewhere.',
    ],
    [
      'holds all of the excess where the others are below normal',
      aNotification({ who: aWho({ culprits: [aCulprit({ excess: 440 })] }) }),
      'Who: all 430 excess bad events are bank=icbc and method=qr: 61% of 675 against 4% of 9,120 elsewhere.',
    ],
    [
      'has its share of the bad events where the normal rate is not known',
      aNotification({ who: { kind: 'named', culprits: [aCulprit()], bad: 777, total: 9_795, excess: 777 } }),
      'Who: 412 of 777 bad events are bank=icbc and method=qr: 61% of 675 against 4% of 9,120 elsewhere.',
    ],
    [
      'stands alone where nobody else was there',
      aNotification({ who: aWho({ bad: 412, total: 675 }) }),
      'Who: 412 of 430 excess bad events are bank=icbc and method=qr: 61% of 675.',
    ],
    [
      'of a latency holds slow events',
      aLatencyNotification({ who: aWho() }),
      'Who: 412 of 430 excess slow events are bank=icbc and method=qr: 61% of 675 against 4% of 9,120 elsewhere.',
    ],
    ['is not told of a volume', aVolumeNotification({ who: { kind: 'unknown', reason: 'nothing is bad' } }), undefined],
    ['is not guessed', aNotification({ who: { kind: 'unknown', reason: 'too few' } }), 'Who: not known, too few.'],
  ])('%s', (_, notification, line) => {
    expect(lineOf(notification, 'Who:')).toBe(line);
  });
});

describe('how much', () => {
  it.each<[string, Notification, string | undefined]>([
    [
      'leaves out what is not known',
      aNotification({ impact: { ...impactWithoutNormal(), beyondLimit: 0 } }),
      'So far, from 08:48 to 09:00 UTC: 1,204 of 9,795 events are bad.',
    ],
    [
      'does not hold orders against a number of events',
      aNotification({
        guardrail: { ...aNotification().guardrail, countBy: 'order' },
        impact: impactWithoutNormal(),
      }),
      'So far, from 08:48 to 09:00 UTC: 1,204 of 9,795 events are bad.',
    ],
    [
      'says that it is at least so much',
      aNotification({ impact: anImpact({ atLeast: true }) }),
      'So far, from 08:48 to 09:00 UTC: at least 1,204 of 9,795 events are bad. That is 714 more than the limit allows and 861 more than normal.',
    ],
    ['is not told where nobody counted', aNotification(), undefined],
  ])('%s', (_, notification, line) => {
    expect(lineOf(notification, 'So far')).toBe(line);
  });
});

describe('a message says', () => {
  it.each<[string, Notification, string]>([
    [
      'that a proof is old and nothing newer is known',
      aNotification({ members: [aMember({ proof: aProof({ from: ago(9), to: ago(5) }) })] }),
      'Nothing newer proves it broken, and no recovery is proven yet.',
    ],
    [
      'the first ten of many groups',
      aNotification({ reason: 'spread', spreadTo: Array.from({ length: 14 }, (_, index) => `m=${index}`) }),
      'Spread to m=0, m=1, m=2, m=3, m=4, m=5, m=6, m=7, m=8, m=9 and 4 more.',
    ],
    [
      'that all events stopped, where the whole is among those that did',
      aNotification({ reason: 'stale', stale: { since: ago(5), groups: ['bank=icbc', ''] } }),
      'All events stopped at 08:55 UTC while it was broken. That is no recovery.',
    ],
    [
      'that events of several groups stopped',
      aNotification({ reason: 'stale', stale: { since: ago(5), groups: ['bank=icbc', 'bank=ccb'] } }),
      'Events of bank=icbc and bank=ccb stopped at 08:55 UTC while they were broken. That is no recovery.',
    ],
    [
      'how many groups without events it does not name',
      aNotification({ reason: 'stale', stale: { since: ago(5), groups: ['bank=icbc'] }, moreMembers: 3 }),
      'Events of bank=icbc and 3 more stopped at 08:55 UTC while',
    ],
    [
      'that what it spread to is milder than the incident',
      aNotification({ reason: 'spread', spreadTo: ['m=1'], members: [aMember({ group: 'm=1', severity: 'warning' })] }),
      'Spread to m=1. m=1 alone is a warning, the whole incident is critical. The incident began 2026-03-02 08:58 UTC.',
    ],
    [
      'that one earlier message may be missing',
      aNotification({ merged: 1 }),
      '1 earlier message of this incident may not have reached you; this one stands for it.',
    ],
    [
      'that the list of hidden messages may not be whole',
      aNotification({
        hidden: Array.from({ length: 20 }, () => ({ reason: 'reminder', severity: 'warning', at: ago(9) })),
      }),
      'Held back by a silence (there may be more):',
    ],
    [
      'of a silence that goes on, not until when',
      aNotification({ silence: { id: 's', by: 'anna', why: 'upgrade', until: addMinutes(minuteOf(NOW), 30) } }),
      'It was silenced by anna (upgrade), and is not any more.',
    ],
    [
      'until when a trouble of yesterday lasted, with the date where it is another',
      aNotification({ reason: 'resolved', since: ago(600), until: ago(60) }),
      'Lasted 9 h, from 2026-03-01 23:00 UTC to 2026-03-02 08:00 UTC.',
    ],
    [
      'that it goes on and off, after it was said',
      aNotification({ reason: 'escalated', reopenings: 5 }),
      'Reopened 5 times in 3 hours. Only worse news of it is told, and its end.',
    ],
  ])('%s', (_, notification, words) => {
    expect(textOf(notification)).toContain(words);
  });

  it.each<[string, Notification, string]>([
    ['nothing of a new silence once it is over', aNotification({ reason: 'resolved' }), 'To silence'],
    [
      'nothing of an old proof of a volume, whose newest minute is never judged',
      aVolumeNotification(),
      'Nothing newer',
    ],
    [
      'nothing of other groups on an end',
      aNotification({ reason: 'resolved', members: [aMember(), aMember()] }),
      'Also',
    ],
    ['no new incident after a silence', aNotification({ openedAt: ago(9) }), 'New incident'],
  ])('%s', (_, notification, words) => {
    expect(textOf(notification)).not.toContain(words);
  });

  it('on a phone who, as far as it fits', () => {
    expect(renderMessage(aNotification({ who: aWho() }), origin).sms).toBe(
      'CRITICAL Payment failures: bank=icbc 58.3%, limit 15%. Who: bank=icbc and method=qr. Since 08:58 UTC',
    );
    const long = aNotification({ members: [aMember({ group: `bank=${'x'.repeat(90)}` })], who: aWho() });
    expect(renderMessage(long, origin).sms).toMatch(/x 58\.3%, limit 15%\. Since 08:58 UTC$/);
  });

  it('in a subject by how much it is broken, however long a name is', () => {
    const { guardrail } = aNotification();
    const long = aNotification({
      reason: 'escalated',
      guardrail: { ...guardrail, name: `Failures ${'y'.repeat(71)}` },
      members: [aMember({ group: `bank=${'x'.repeat(128)}` })],
    });
    expect(renderMessage(long, origin).subject).toBe(
      'CRITICAL Failures yyyyyyyyyyyyyyyyyy...: bank=xxxxxxxxxxxxxxxxxxxxxx... 58.3%, limit 15% (worse)',
    );
  });
});

describe('a CloudWatch reader is told', () => {
  const alarmOf = (notification: Notification) => JSON.parse(renderMessage(notification, origin).json) as Alarm;
  interface Alarm {
    readonly Trigger: { readonly ComparisonOperator: string; readonly Dimensions: unknown };
  }
  const below = aProof({ bad: 820, total: 1_000, limit: 0.9, limitText: '90%' });

  it.each<[string, Notification, Record<string, string>]>([
    ['an alarm, when it opens', aNotification(), { OldStateValue: 'OK', NewStateValue: 'ALARM' }],
    [
      'an alarm that goes on, when events stop',
      aNotification({ reason: 'stale' }),
      { OldStateValue: 'ALARM', NewStateValue: 'ALARM' },
    ],
    ['OK, when it is closed', aNotification({ reason: 'closed' }), { OldStateValue: 'ALARM', NewStateValue: 'OK' }],
  ])('%s', (_, notification, keys) => {
    expect(alarmOf(notification)).toMatchObject(keys);
  });

  it.each<[string, Notification, string]>([
    ['above', aNotification(), 'GreaterThanThreshold'],
    ['below', aNotification({ members: [aMember({ proof: below })] }), 'LessThanThreshold'],
    // Nothing is known of it now: the last proof is that of the breach.
    ['above, of an end without figures', aNotification({ reason: 'resolved', members: [] }), 'GreaterThanThreshold'],
    ['below, of an end', aNotification({ reason: 'resolved', peak: { group: '', proof: below } }), 'LessThanThreshold'],
  ])('the side of the limit: %s', (_, notification, operator) => {
    expect(alarmOf(notification).Trigger.ComparisonOperator).toBe(operator);
  });

  it('the group by name and value, whatever the value holds', () => {
    const notification = aNotification({ members: [aMember({ group: 'bank=a=b' })] });
    expect(alarmOf(notification).Trigger.Dimensions).toEqual([{ name: 'bank', value: 'a=b' }]);
  });
});

function impactWithoutNormal() {
  const { beyondNormal: _, ...impact } = anImpact({ amounts: [], merchants: 0 });
  return impact;
}
