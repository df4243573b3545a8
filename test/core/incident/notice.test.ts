import { describe, expect, it } from 'vitest';
import { isUnmatched, notice } from '../../../shared/core/incident/notice.ts';
import { type GuardrailState, newState } from '../../../shared/core/incident/state.ts';
import { type GroupedSeries, type Series, WHOLE } from '../../../shared/core/rollup/series.ts';
import type { Bucket } from '../../../shared/core/rollup/tally.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';

const DAY = 24 * 60;
const after = (minute: number) => addMinutes(THIS_MINUTE, minute);
/** An hour that ends at `minute`, with events in its last but one minute or without any. */
const hour = (minute: number, events: number): GroupedSeries => {
  const total = new Float64Array(60);
  total[58] = events;
  return new Map([[WHOLE, [{ from: after(minute - 60), bad: new Float64Array(60), total }]]]);
};
const look = (state: GuardrailState, minute: number, events: number) =>
  notice(state, hour(minute, events), aGuardrail(), after(minute));

describe('whether a pattern finds events', () => {
  it('is written down at once, and then once an hour', () => {
    let state = newState('x');
    const changes: number[] = [];
    for (let minute = 0; minute < 150; minute++) {
      const next = look(state, minute, 5);
      if (JSON.stringify(next.seen) !== JSON.stringify(state.seen)) changes.push(minute);
      state = next;
    }
    expect(changes).toEqual([0, 60, 120]);
    expect(state.seen).toEqual({ since: after(0), first: after(-2), last: after(118) });
  });

  it('is told a day after the first look that found nothing', () => {
    const state = look(newState('x'), 0, 0);
    expect(isUnmatched(state, after(DAY - 1))).toBe(false);
    expect(isUnmatched(state, after(DAY))).toBe(true);
  });

  it('is told a day after the last event', () => {
    const state = look(look(newState('x'), 0, 5), 600, 0);
    expect(isUnmatched(state, after(DAY - 3))).toBe(false);
    expect(isUnmatched(state, after(DAY - 2))).toBe(true);
  });

  it('of a month is asked of the events that the bad ones are held against, hours and days back', () => {
    const monthly = aGuardrail({
      kind: 'monthly',
      bad: { type: 'chargeback' },
      of: {},
      critical: { ratio: '1%' },
    });
    const [chargebacks] = hour(0, 1).get(WHOLE) ?? [];
    const [none] = hour(0, 0).get(WHOLE) ?? [];
    if (chargebacks === undefined || none === undefined) throw new Error('no series');
    const bucket = (from: number, to: number): Bucket => ({
      from: after(from),
      to: after(to),
      bad: 0,
      total: 9,
      minutes: 3,
      badMinutes: 0,
      goodMinutes: 3,
      squares: 27,
      badSquaresOverTotal: 0,
    });
    const seenOf = (total: Series) =>
      notice(newState('x'), new Map([[WHOLE, [chargebacks, total]]]), monthly, after(0)).seen;
    expect(seenOf(none)).toEqual({ since: after(0) });
    const older = [bucket(-3 * DAY, -2 * DAY), bucket(-180, -120)];
    expect(seenOf({ ...none, older })).toEqual({ since: after(0), first: after(-3 * DAY), last: after(-121) });
    expect(seenOf({ ...chargebacks, older })).toEqual({ since: after(0), first: after(-3 * DAY), last: after(-2) });
  });
});
