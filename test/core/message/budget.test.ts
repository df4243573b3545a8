import { describe, expect, it } from 'vitest';
import type { BurnProof, Proof } from '../../../shared/core/evidence/verdict.ts';
import type { Budget } from '../../../shared/core/explain/explanation.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { renderMessage } from '../../../shared/core/message/render.ts';
import { addMinutes, MINUTES_PER_DAY } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aMember, aNotification } from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';
import { origin } from './goldens.ts';

const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);
const linesOf = (notification: Notification): string[] => renderMessage(notification, origin).text.split('\n');
const lineOf = (notification: Notification, start: string): string | undefined =>
  linesOf(notification).find((line) => line.startsWith(start));

const shortWindow = { from: ago(5), to: ago(0), bad: 310, total: 8_000 };
const aBurn = (overrides: Partial<BurnProof> = {}, proof: Partial<Proof> = {}): Proof =>
  aProof({
    from: ago(60),
    bad: 2_130,
    total: 98_000,
    limit: 0.0144,
    limitText: '14.4x budget',
    burn: { factor: 21.73, limit: 14.4, short: shortWindow, ...overrides },
    ...proof,
  });
const burning = (proof: Proof = aBurn(), overrides: Partial<Notification> = {}): Notification =>
  aNotification({ members: [aMember({ proof })], peak: { group: 'bank=icbc', proof }, ...overrides });

const aBudget = (overrides: Partial<Budget> = {}): Budget => ({
  group: 'bank=icbc',
  from: ago(30 * MINUTES_PER_DAY),
  to: THIS_MINUTE,
  bad: 26_813,
  total: 70_560_000,
  left: 0.62,
  objective: '99.9%',
  days: 30,
  ...overrides,
});
const withBudget = (budget: Partial<Budget>, overrides: Partial<Notification> = {}): Notification =>
  burning(aBurn(), { budget: aBudget(budget), ...overrides });

describe('how fast an error budget burns', () => {
  it.each<[string, Notification, string]>([
    [
      'is told with what it may not reach',
      burning(),
      'CRITICAL: Payment failures: bank=icbc burns its error budget 21.7x too fast, limit 14.4x',
    ],
    [
      'is told of a group that it spread to',
      burning(aBurn(), { reason: 'spread', spreadTo: ['bank=icbc'] }),
      'CRITICAL: Payment failures: spread to bank=icbc burn rate 21.7x, limit 14.4x',
    ],
    [
      'is told of other groups',
      burning(aBurn(), {
        members: [aMember({ proof: aBurn() }), aMember({ group: '', proof: aBurn({ factor: 16 }) })],
      }),
      '  overall: burns its error budget 16x too fast (2,130 of 98,000), critical',
    ],
    [
      'is shown by both windows',
      burning(),
      '2,130 of 98,000 (2.17%) from 08:00 to 09:00 UTC, and 310 of 8,000 (3.88%) in the last 5 minutes of it; 99.9% are promised.',
    ],
    [
      'is shown by one window where the other is the same, cut by a recovery',
      burning(aBurn({ short: { ...shortWindow, from: ago(60) } })),
      '2,130 of 98,000 (2.17%) from 08:00 to 09:00 UTC; 99.9% are promised.',
    ],
    [
      'is held against what was promised, whatever dividing leaves',
      burning(aBurn({ limit: 3 }, { limit: 0.8997 })),
      '2,130 of 98,000 (2.17%) from 08:00 to 09:00 UTC, and 310 of 8,000 (3.88%) in the last 5 minutes of it; 70.01% are promised.',
    ],
    [
      'is what would be seen by chance',
      burning(),
      'Not by chance: if it burned at 14.4x, fewer than 1 check in a billion would show this (bursts and retries allowed for).',
    ],
  ])('%s', (_, notification, line) => {
    expect(linesOf(notification)).toContain(line);
  });

  it('of one that is well again was tested as a share of its whole budget', () => {
    const well = aProof({ from: ago(29), bad: 19, total: 47_300, limit: 0.001, limitText: '1x budget' });
    const resolved = burning(aBurn(), { reason: 'resolved', members: [aMember({ proof: well })] });
    expect(linesOf(resolved)[0]).toBe(
      'RESOLVED: Payment failures: bank=icbc back to burn rate 0.4x, peak burn rate 21.7x',
    );
    expect(linesOf(resolved)).toContain('Now: 19 of 47,300 (0.04%) from 08:31 to 09:00 UTC; 99.9% are promised.');
  });
});

describe('what is left of an error budget', () => {
  it.each<[string, Notification, string]>([
    ['is told', withBudget({}), 'Error budget of 30 days: 62% left.'],
    [
      'is told with when it is gone',
      withBudget({ goneAt: ago(-550) }),
      'Error budget of 30 days: 62% left; at this pace gone in 9 h (18:10 UTC).',
    ],
    [
      'that is gone soon is told by the minute',
      withBudget({ left: 0.03, goneAt: ago(-95) }),
      'Error budget of 30 days: 3% left; at this pace gone in 1 h 35 min (10:35 UTC).',
    ],
    [
      'that is gone before the message is told without',
      withBudget({ left: 0.0004, goneAt: ago(1) }),
      'Error budget of 30 days: 0.04% left.',
    ],
    [
      'that is overspent is told by how much',
      withBudget({ left: -0.4 }),
      'Error budget of 30 days: overspent, 1.4 times what is allowed.',
    ],
    ['that is just spent is no multiple', withBudget({ left: -0.001 }), 'Error budget of 30 days: all of it is spent.'],
    [
      'is told with the day from which on the past is known',
      withBudget({ from: ago(10 * MINUTES_PER_DAY), goneAt: ago(-550) }),
      'Error budget of 30 days: 62% left, counted since 2026-02-20; at this pace gone in 9 h (18:10 UTC).',
    ],
    [
      'after an end is not gone at a pace that is over',
      withBudget({ goneAt: ago(-550) }, { reason: 'resolved' }),
      'Error budget of 30 days: 62% left.',
    ],
    [
      'is told when events stop',
      withBudget({}, { reason: 'stale', stale: { since: ago(6), groups: ['bank=icbc'] } }),
      'Error budget of 30 days: 62% left.',
    ],
  ])('%s', (_, notification, line) => {
    expect(lineOf(notification, 'Error budget')).toBe(line);
  });

  it('is on the phone while it burns, and not after', () => {
    const sms = (notification: Notification) => renderMessage(notification, origin).sms;
    expect(sms(withBudget({}))).toMatch(/limit 14\.4x\. Error budget: 62% left\. Since 08:58 UTC$/);
    expect(sms(withBudget({}, { reason: 'resolved' }))).not.toContain('budget: ');
  });

  it('is told to programs with times as all others', () => {
    const { json } = renderMessage(withBudget({ goneAt: ago(-550) }), origin);
    expect(JSON.parse(json)).toMatchObject({
      parapet: {
        budget: { from: '2026-01-31T09:00:00.000Z', goneAt: '2026-03-02T18:10:00.000Z', left: 0.62 },
        members: [{ burn: { factor: 21.73, short: { from: '2026-03-02T08:55:00.000Z', bad: 310 } } }],
      },
    });
  });
});
