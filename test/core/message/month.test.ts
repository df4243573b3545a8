import { describe, expect, it } from 'vitest';
import type { MonthProof, Proof } from '../../../shared/core/evidence/verdict.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { renderMessage } from '../../../shared/core/message/render.ts';
import { type EpochMinute, epochMs, minuteOf, startOf } from '../../../shared/core/units.ts';
import { aMember, aNotification } from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';
import { origin } from './goldens.ts';

const minute = (text: string): EpochMinute => minuteOf(epochMs(Date.parse(`${text}:00Z`)));
const TODAY = minute('2026-11-18T14:00');

const aMonth = (overrides: Partial<MonthProof> = {}, proof: Partial<Proof> = {}): Proof =>
  aProof({
    from: minute('2026-11-01T00:00'),
    to: TODAY,
    bad: 1_104,
    total: 68_200,
    limit: 0.015,
    limitText: '1.5% and 1,500',
    probability: 3e-3,
    month: {
      end: minute('2026-12-01T00:00'),
      against: 'this-month',
      projected: { bad: 1_883.9, total: 116_379 },
      reached: { count: 1_500 },
      crossesAt: minute('2026-11-24T09:00'),
      ...overrides,
    },
    ...proof,
  });

const told = (proof: Proof, overrides: Partial<Notification> = {}): Notification =>
  aNotification({
    guardrail: { id: 'visa-vamp', name: 'Visa VAMP', kind: 'monthly' },
    at: startOf(TODAY),
    openedAt: TODAY,
    since: proof.from,
    members: [aMember({ group: 'merchant=acme', proof })],
    peak: { group: 'merchant=acme', proof },
    ...overrides,
  });
const messageOf = (notification: Notification) => renderMessage(notification, origin);
const linesOf = (notification: Notification): string[] => messageOf(notification).text.split('\n');

const byAmount = {
  projected: { bad: 1_883.9, total: 116_379, amount: 9_211_250 },
  reached: { count: 1_500, amount: 7_500_000, total: 1_000 },
  amount: { value: 5_400_050, currency: 'USD' },
};

describe('a month that heads beyond the limit of a scheme', () => {
  it.each<[string, Proof, string]>([
    [
      'is told by where it will end',
      aMonth(),
      'CRITICAL: Visa VAMP: merchant=acme heads for 1.62% and 1,884 events in November, limit 1.5% and 1,500',
    ],
    [
      'is told by where it is, once it is beyond',
      aMonth({ crossesAt: TODAY }, { bad: 1_533, total: 93_100 }),
      'CRITICAL: Visa VAMP: merchant=acme reached 1.65% and 1,533 events in November, limit 1.5% and 1,500',
    ],
    [
      'is told by its ratio alone where nothing else is asked for',
      aMonth({ reached: {} }, { limitText: '1.5%' }),
      'CRITICAL: Visa VAMP: merchant=acme heads for 1.62% in November, limit 1.5%',
    ],
    [
      'is told with its value, without cents',
      aMonth(byAmount),
      'CRITICAL: Visa VAMP: merchant=acme heads for 1.62%, 1,884 events and USD 92,113 in November, limit 1.5%, 1,500 and USD 75,000',
    ],
    [
      'says how much of it is over, and that a limit is all of its conditions',
      aMonth(),
      '1,104 of 68,200 (1.62%) in November up to day 18 of 30; the limit is both 1.5% and 1,500 events.',
    ],
    [
      'says of how many events at least',
      aMonth(byAmount),
      '1,104 of 68,200 (1.62%, USD 54,000.50) in November up to day 18 of 30; the limit is all of 1.5%, 1,500 events and USD 75,000.00, of at least 1,000 events.',
    ],
    [
      'says what it is held against where that is the month before',
      aMonth({ against: 'previous-month', projected: { bad: 1_883.9, total: 70_112 } }, { total: 0 }),
      '1,104 events in November up to day 18 of 30, held against 70,112 of October (1.57%); the limit is both 1.5% and 1,500 events.',
    ],
    [
      'has events of a month before that had none',
      aMonth({ against: 'previous-month', projected: { bad: 3, total: 0 } }, { bad: 1, total: 0 }),
      '1 event in November up to day 18 of 30, held against 0 of October (100%); the limit is both 1.5% and 1,500 events.',
    ],
    [
      'says when it will be too late',
      aMonth(),
      'Heading for 1,884 of 116,379 (1.62%). Expected to reach the limit on 2026-11-24.',
    ],
    [
      'says that it is too late',
      aMonth({ crossesAt: TODAY }),
      'The limit was reached. Heading for 1,884 of 116,379 (1.62%).',
    ],
    [
      'says how sure that is, in months',
      aMonth(),
      'If it goes on as so far, fewer than 1 month in 100 would stay within the limit.',
    ],
    [
      'is never so sure as to speak of a million months',
      aMonth({}, { probability: 1e-12 }),
      'If it goes on as so far, fewer than 1 month in 1,000 would stay within the limit.',
    ],
    [
      'is that of its zone, whose first day is another in UTC',
      aMonth({ end: minute('2026-11-30T16:00') }, { from: minute('2026-10-31T16:00'), to: minute('2026-10-31T18:00') }),
      '1,104 of 68,200 (1.62%) in November up to day 1 of 30; the limit is both 1.5% and 1,500 events.',
    ],
    [
      'has as many days where the clocks change',
      aMonth({ end: minute('2026-12-01T05:00') }, { from: minute('2026-11-01T04:00'), to: minute('2026-12-01T05:00') }),
      '1,104 of 68,200 (1.62%) in November up to day 30 of 30; the limit is both 1.5% and 1,500 events.',
    ],
  ])('%s', (_, proof, line) => {
    expect(linesOf(told(proof))).toContain(line);
  });

  it('that was reached is no matter of chance', () => {
    expect(linesOf(told(aMonth({ crossesAt: TODAY }))).filter((line) => line.includes('chance'))).toEqual([]);
    expect(linesOf(told(aMonth({ crossesAt: TODAY }))).filter((line) => line.startsWith('If it'))).toEqual([]);
  });

  it('is told in a subject without what the mail says too, where there is little room', () => {
    expect(messageOf(told(aMonth())).subject).toBe(
      'CRITICAL Visa VAMP: merchant=acme heads for 1.62% and 1,884, limit 1.5% and 1,500',
    );
    expect(
      messageOf(told(aMonth({ ...byAmount, reached: { amount: 7_500_000 } }), { severity: 'warning' })).subject,
    ).toBe('WARNING Visa VAMP: merchant=acme heads for 1.62% and USD 92.1K, limit 1.5% and USD 75K');
  });

  it('is told on the phone with when it will be too late', () => {
    expect(messageOf(told(aMonth())).sms).toMatch(/limit 1\.5% and 1,500\. Expected to reach the limit on 2026-11-24$/);
  });

  it('names other groups with what they head for', () => {
    const other = aMember({ group: 'merchant=b', proof: aMonth() });
    expect(linesOf(told(aMonth(), { members: [other, other] }))).toContain(
      '  merchant=b: heads for 1.62% and 1,884 events in November (1,104 of 68,200 so far), critical',
    );
  });

  it.each([
    [60, false],
    [61, true],
  ])('is judged once an hour: a proof of %d minutes ago is old: %s', (minutes, old) => {
    const late = told(aMonth(), { at: startOf(minuteOf(epochMs((TODAY + minutes) * 60_000))) });
    expect(linesOf(late).some((line) => line.startsWith('Nothing newer'))).toBe(old);
  });

  it('is above its limit before what was counted so far is', () => {
    const proof = aMonth({}, { bad: 10, total: 68_200 });
    expect(messageOf(told(proof)).json).toContain('"ComparisonOperator":"GreaterThanThreshold"');
    expect(linesOf(told(proof, { reason: 'closed' }))[0]).toContain('peak 1.62% and 1,884 events in November');
  });

  it('is told to programs with times as all others', () => {
    expect(JSON.parse(messageOf(told(aMonth())).json)).toMatchObject({
      parapet: {
        members: [{ month: { end: '2026-12-01T00:00:00.000Z', crossesAt: '2026-11-24T09:00:00.000Z' } }],
        peak: { month: { against: 'this-month', reached: { count: 1_500 } } },
      },
    });
  });
});

describe('a month that is well again', () => {
  const { crossesAt: _, ...december } = {
    ...aMonth().month,
    end: minute('2027-01-01T00:00'),
    projected: { bad: 757, total: 111_696 },
  } as MonthProof;
  const well = aProof({
    from: minute('2026-12-01T00:00'),
    to: minute('2026-12-09T14:00'),
    bad: 210,
    total: 31_000,
    limit: 0.015,
    limitText: '1.5% and 1,500',
    month: december,
  });
  const resolved = (peak: Proof) =>
    told(peak, {
      reason: 'resolved',
      at: startOf(well.to),
      until: well.from,
      members: [aMember({ group: 'merchant=acme', proof: well })],
    });

  it.each<[string, Proof, string]>([
    [
      'says where both months went',
      aMonth(),
      'RESOLVED: Visa VAMP: merchant=acme back to 0.678% and 757 events in December, peak 1.62% and 1,884 events in November',
    ],
    [
      'says what it was judged on at its worst',
      aMonth(),
      'Worst: 1,104 of 68,200 (1.62%) in November up to day 18 of 30, heading for 1,884 of 116,379 (1.62%), merchant=acme.',
    ],
    [
      'says nothing of where it was heading once it was there',
      aMonth({ crossesAt: TODAY }),
      'Worst: 1,104 of 68,200 (1.62%) in November up to day 18 of 30, merchant=acme.',
    ],
    ['says where it is heading now', aMonth(), 'Heading for 757 of 111,696 (0.678%).'],
  ])('%s', (_name, peak, line) => {
    expect(linesOf(resolved(peak))).toContain(line);
  });
});
