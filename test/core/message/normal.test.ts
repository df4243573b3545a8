import { describe, expect, it } from 'vitest';
import type { Proof } from '../../../shared/core/evidence/verdict.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { renderMessage } from '../../../shared/core/message/render.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import {
  aLatencyNotification,
  aMember,
  aVolumeNotification,
  aWeightedNotification,
} from '../../support/notifications.ts';
import { limitMessages } from './goldens-limits.ts';
import { origin } from './goldens.ts';

const ago = (minutes: number) => addMinutes(THIS_MINUTE, -minutes);
const linesOf = (notification: Notification): string[] => renderMessage(notification, origin).text.split('\n');

const broken = (notification: Notification, overrides: Partial<Proof>): Notification => {
  const member = notification.members[0] ?? aMember();
  const proof = { ...member.proof, ...overrides };
  return { ...notification, members: [{ ...member, proof }], peak: { group: member.group, proof } };
};

const lull = (overrides: Partial<Proof>) =>
  broken(aVolumeNotification(), { limitText: '50% of baseline', ...overrides });
const twice = { limitText: '2x baseline', normal: { rate: 620, limit: 1_240, weeks: 3 } };

describe('a limit that is a multiple of what is normal', () => {
  it.each<[string, Notification, string]>([
    [
      'is told with what it is at this time',
      lull({ normal: { rate: 40, limit: 20, weeks: 4 } }),
      'CRITICAL: Payments arriving: bank=icbc 1.2/min, limit at least 50% of baseline (20/min)',
    ],
    [
      'of less than one event a minute is told by the hour',
      lull({ rate: 0.05, normal: { rate: 1.2, limit: 0.6, weeks: 4 } }),
      'CRITICAL: Payments arriving: bank=icbc 3/h, limit at least 50% of baseline (36/h)',
    ],
    [
      'from above says so',
      lull({ rate: 90, limit: 80, limitText: '2x baseline', normal: { rate: 40, limit: 80, weeks: 4 } }),
      'CRITICAL: Payments arriving: bank=icbc 90/min, limit at most 2x baseline (80/min)',
    ],
    [
      'is what the premise of a volume is about',
      lull({ normal: { rate: 40, limit: 20, weeks: 4 } }),
      'Not by chance: if the pace were 20/min, fewer than 1 check in a billion would show this (bursts and retries allowed for).',
    ],
    [
      'is what the premise of a rate is about',
      limitMessages.get('opened-baseline-rate') ?? aVolumeNotification(),
      'Not by chance: if the rate were 3.2%, fewer than 1 check in a million would show this (bursts and retries allowed for).',
    ],
    [
      'of a latency says what was slow',
      broken(aLatencyNotification(), twice),
      '212 of 1,020 (20.8%) from 08:58 to 09:00 UTC took longer than 1,240 ms (2x baseline); 5% may.',
    ],
    [
      'says what is normal',
      lull({ normal: { rate: 40, limit: 20, weeks: 4 } }),
      'Normal at this time: 40/min (median of 4 past weeks).',
    ],
    [
      'says what was normal when the proof is old',
      lull({ from: ago(30), to: ago(20), normal: { rate: 40, limit: 20, weeks: 4 } }),
      'Normal at that time: 40/min (median of 4 past weeks).',
    ],
    [
      'says which percentile is normal',
      broken(aLatencyNotification(), twice),
      'Normal at this time: p95 620 ms (median of 3 past weeks).',
    ],
    [
      'says that it is a share of value',
      broken(aWeightedNotification(), { limitText: '2x baseline', normal: { rate: 0.025, limit: 0.05, weeks: 4 } }),
      'Normal at this time: 2.5% of value (median of 4 past weeks).',
    ],
  ])('%s', (_, notification, line) => {
    expect(linesOf(notification)).toContain(line);
  });

  it('is not told where there is none', () => {
    expect(linesOf(aVolumeNotification()).filter((line) => line.startsWith('Normal'))).toEqual([]);
  });

  it('of a latency is what its peak was over', () => {
    const resolved = { ...broken(aLatencyNotification(), twice), reason: 'resolved' as const };
    expect(linesOf(resolved)[0]).toMatch(/, peak 20\.8% over 1,240 ms$/);
  });
});
