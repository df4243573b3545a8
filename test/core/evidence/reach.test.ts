import { describe, expect, it } from 'vitest';
import { monthAt, reachOf } from '../../../shared/core/evidence/reach.ts';
import { type EpochMinute, epochMs, minuteOf, startOf } from '../../../shared/core/units.ts';
import { aGuardrail } from '../../support/builders.ts';

const minute = (text: string): EpochMinute => minuteOf(epochMs(Date.parse(text)));
const text = (at: EpochMinute): string => new Date(startOf(at)).toISOString().slice(0, 16);

describe('the past weeks of a baseline lie back', () => {
  const hoursBack = (now: string, timezone: string, weeks = 4): number[] => {
    const guardrail = aGuardrail({ baseline: { weeks, timezone }, critical: { above: '2x baseline' } });
    return reachOf(guardrail, minute(now)).weeks.map((minutes) => minutes / 60);
  };

  it.each([
    ['whole weeks where clocks never change', '2026-11-03T14:00Z', 'Asia/Shanghai', [168, 336, 504, 672]],
    ['an hour more after clocks went back', '2026-11-03T14:00Z', 'America/New_York', [169, 337, 505, 673]],
    ['an hour less after they went forward', '2026-03-10T14:00Z', 'America/New_York', [167, 335, 503, 671]],
    ['whole weeks again where the change is older', '2026-11-30T14:00Z', 'America/New_York', [168, 336, 504, 672]],
  ])('%s', (_, now, timezone, expected) => {
    expect(hoursBack(now, timezone)).toEqual(expected);
  });

  it('as many as the rule says', () => {
    expect(hoursBack('2026-11-03T14:00Z', 'UTC', 3)).toEqual([168, 336, 504]);
  });
});

describe('the month that is judged', () => {
  it.each([
    ['is the one that goes on', '2026-11-18T14:00Z', 'UTC', '2026-11-01T00:00', '2026-12-01T00:00'],
    ['is that of the newest whole minute', '2026-12-01T00:00Z', 'UTC', '2026-11-01T00:00', '2026-12-01T00:00'],
    ['is the next a minute later', '2026-12-01T00:01Z', 'UTC', '2026-12-01T00:00', '2027-01-01T00:00'],
    ['is that of a calendar', '2026-10-31T16:01Z', 'Asia/Shanghai', '2026-10-31T16:00', '2026-11-30T16:00'],
    [
      'has an hour more with a clock change',
      '2026-11-18T14:00Z',
      'America/New_York',
      '2026-11-01T04:00',
      '2026-12-01T05:00',
    ],
  ])('%s', (_, now, timezone, start, end) => {
    const month = monthAt(minute(now), timezone);
    expect([text(month.start), text(month.end)]).toEqual([start, end]);
  });
});
