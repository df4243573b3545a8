import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery, type Look } from '../../../shared/core/evidence/judge.ts';
import type { Tally } from '../../../shared/core/rollup/tally.ts';
import { addMinutes, MINUTES_PER_HOUR } from '../../../shared/core/units.ts';
import { aGuardrail, aVolumeGuardrail, aWeightedGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { anHour, hoursOf, withHours } from './hours.ts';
import { type Amounts, aLook, type Minute, repeat, seriesOf, weightedSeriesOf } from './looks.ts';

/** A look at the last hour, minute by minute, with the hours before it, oldest first. */
const looking = (hours: readonly Minute[], minutes: readonly Minute[], overrides: Partial<Look> = {}): Look =>
  aLook([], { series: [withHours(seriesOf(minutes), hoursOf(hours))], ...overrides });
const quiet = repeat(60, [0, 0] as const);
const hoursAgo = (count: number) => addMinutes(THIS_MINUTE, -count * MINUTES_PER_HOUR);

describe('where past hours are known, the judge', () => {
  it('finds in four hours what an hour does not prove, and says from when on it counted', () => {
    const look = looking(repeat(3, [2, 4]), [...repeat(59, [0, 0] as const), [1, 2]]);
    expect(judge(look)).toMatchObject({
      kind: 'breach',
      proof: { from: hoursAgo(4), to: THIS_MINUTE, bad: 7, total: 14, rate: 0.5 },
    });
    expect(judge({ ...look, series: [seriesOf([...repeat(59, [0, 0] as const), [1, 2]])] }).kind).toBe('inconclusive');
  });

  it.each([2, 4, 8, 12, 24])('finds in %d hours what fewer do not hold', (count) => {
    const calm = repeat(24 - count, [0, 1] as const);
    const look = looking([...calm, [9, 9], ...repeat(count - 2, [0, 0] as const)], quiet);
    expect(judge(look)).toMatchObject({ kind: 'breach', proof: { from: hoursAgo(count), bad: 9, total: 9 } });
  });

  it('says the hours that it has where fewer are known', () => {
    expect(judge(looking(repeat(2, [3, 5]), quiet))).toMatchObject({ kind: 'breach', proof: { from: hoursAgo(3) } });
  });

  it('begins with the hour in which a long window would begin: it is up to 59 minutes longer', () => {
    // The hours lie as those of the clock do: 37 minutes past one, four hours reach back to its start.
    const now = addMinutes(THIS_MINUTE, 37);
    const series = withHours(
      { ...seriesOf(repeat(97, [0, 0])), from: hoursAgo(1) },
      hoursOf([[50, 50], ...repeat(3, [2, 4] as const)]),
    );
    expect(judge(aLook([], { now, series: [series] }))).toMatchObject({
      proof: { from: hoursAgo(4), to: now, bad: 6, total: 12 },
    });
  });

  it('proves a quiet member well by its last hours', () => {
    expect(judge(looking(repeat(3, [0, 20]), repeat(60, [0, 1])))).toMatchObject({
      kind: 'clear',
      proof: { from: hoursAgo(4), to: THIS_MINUTE - 1, bad: 0, total: 119 },
    });
  });

  it('is not asked by them while an hour proves something', () => {
    expect(judge(looking(repeat(23, [600, 1_200]), repeat(60, [0, 20])))).toMatchObject({
      kind: 'clear',
      proof: { from: expect.toSatisfy((from: number) => from > THIS_MINUTE - 60) },
    });
  });

  it('calls absent only what had no event in any hour', () => {
    expect(judge(looking([[0, 1], ...repeat(22, [0, 0] as const)], quiet)).kind).toBe('inconclusive');
    expect(judge(aLook([], { series: [{ ...seriesOf(quiet), older: [] }] })).kind).toBe('absent');
  });

  it('leaves out whole an hour that the horizon cuts', () => {
    const hours: Minute[] = [
      [60, 60],
      [1, 1],
      [1, 1],
    ];
    const look = looking(hours, quiet, { horizon: addMinutes(hoursAgo(4), 1) });
    expect(judge(look)).toMatchObject({ reason: expect.stringContaining('2 of 2 events in 180 minutes') });
    expect(judge({ ...look, horizon: hoursAgo(4) })).toMatchObject({ kind: 'breach', proof: { bad: 62 } });
    // Within the last hour before the minutes nothing is left of the hours.
    expect(judge({ ...look, horizon: addMinutes(hoursAgo(1), -1) }).kind).toBe('absent');
  });

  it('counts good minutes as the bad ones below a limit', () => {
    const guardrail = aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '90%' } });
    const hour = { ...anHour(8, 16), badMinutes: 8, goodMinutes: 1 };
    const below = (older: readonly ReturnType<typeof anHour>[]) =>
      judge(aLook([], { guardrail, series: [withHours(seriesOf(quiet), older)] }));
    expect(below([hour])).toMatchObject({ reason: expect.stringContaining('all 8 bad events lie in one minute') });
    expect(below([{ ...hour, goodMinutes: 2 }])).toMatchObject({
      kind: 'breach',
      proof: { bad: 8, total: 16, rate: 0.5, limit: 0.9 },
    });
  });

  it('takes all bad events of one minute of an hour for one payment, too', () => {
    const inOneMinute = { ...anHour(8, 20), badMinutes: 1 };
    const judged = (...older: ReturnType<typeof anHour>[]) =>
      judge(aLook([], { series: [withHours(seriesOf(quiet), older)] }));
    expect(judged({ ...inOneMinute, bad: 8 })).toMatchObject({
      reason: expect.stringContaining('all 8 bad events lie in one minute'),
    });
    expect(judged(inOneMinute, { ...inOneMinute, bad: 3 })).toMatchObject({ kind: 'breach' });
  });

  it('divides by the dispersion of the minutes within the hours', () => {
    // One minute of 2 000 in an hour of 2 000: 1 + 0.002 * 1 999.
    const hour = { ...anHour(400, 2_000), squares: 4_000_000 };
    expect(judge(aLook([], { series: [withHours(seriesOf(quiet), [hour])] }))).toMatchObject({
      proof: { phi: expect.closeTo(4.998, 9) },
    });
  });

  it('proves a recovery over the hours since it began', () => {
    const look = looking(repeat(3, [0, 40]), repeat(60, [0, 1]), { horizon: hoursAgo(4) });
    const recovery = judgeRecovery(look, hoursAgo(4), addMinutes(THIS_MINUTE, -10));
    expect(recovery).toMatchObject({ proven: true, proof: { from: hoursAgo(4), total: 179 } });
    const cut = addMinutes(hoursAgo(4), 1);
    expect(judgeRecovery({ ...look, horizon: cut }, cut, addMinutes(THIS_MINUTE, -10))).toMatchObject({
      proven: true,
      proof: { from: hoursAgo(3), total: 139 },
    });
  });
});

describe('hours of calm before the trouble', () => {
  const minutes = [...repeat(30, [0, 1] as const), ...repeat(30, [0, 1] as const), [1, 2], [0, 1]] as const;
  const calm = looking(repeat(22, [0, 60]), minutes.slice(2));

  it('prove a member well that is in none', () => {
    expect(judge(calm)).toMatchObject({ kind: 'clear', proof: { from: hoursAgo(4) } });
  });

  it('do not prove that it is over', () => {
    expect(judge({ ...calm, since: addMinutes(THIS_MINUTE, -20) }).kind).toBe('inconclusive');
    // From where it began they count, bad ones and all.
    expect(judge({ ...calm, since: hoursAgo(3) })).toMatchObject({ kind: 'clear', proof: { from: hoursAgo(3) } });
  });

  it('do prove it milder no more than over', () => {
    const guardrail = aGuardrail({ warning: { above: '5%' }, critical: { above: '30%' } });
    const broken: Minute[] = [...repeat(55, [0, 0] as const), ...repeat(5, [1, 2] as const)];
    const look = looking(repeat(22, [0, 20]), broken, { guardrail });
    expect(judge(look)).toMatchObject({ severity: 'warning', milder: true });
    expect(judge({ ...look, since: addMinutes(THIS_MINUTE, -5) })).toMatchObject({
      severity: 'warning',
      milder: false,
    });
  });
});

describe('without past hours', () => {
  const minute = fc
    .integer({ min: 0, max: 30 })
    .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));
  const guardrails = [
    aGuardrail(),
    aGuardrail({ bad: { outcome: ['succeeded'] }, critical: { below: '90%' } }),
    aVolumeGuardrail(),
  ];

  it('no verdict changes, however many minutes beyond an hour are counted', () => {
    const property = fc.property(
      fc.array(minute, { minLength: 61, maxLength: 119 }),
      fc.constantFrom(...guardrails),
      fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
      (minutes, guardrail, age) => {
        // A volume ends a minute ago: its hour begins a minute earlier.
        const hour = minutes.slice(guardrail.kind === 'volume' ? -61 : -60);
        const since = age === undefined ? {} : { since: addMinutes(THIS_MINUTE, -age) };
        expect(judge(aLook(minutes, { guardrail, ...since }))).toEqual(judge(aLook(hour, { guardrail })));
      },
    );
    fc.assert(property);
  });
});

describe('of value, past hours', () => {
  const value = (bad: readonly number[], all: readonly number[]) => {
    const sum = (amounts: readonly number[], power: number) => amounts.reduce((total, one) => total + one ** power, 0);
    return {
      bad: sum(bad, 1),
      total: sum(all, 1),
      badSquares: sum(bad, 2),
      totalSquares: sum(all, 2),
      largestBad: Math.max(0, ...bad),
    };
  };
  const amounts = (bad: readonly number[], good: readonly number[]) => ({
    ...anHour(bad.length, bad.length + good.length),
    value: value(bad, [...bad, ...good]),
  });
  const silent = weightedSeriesOf(repeat(60, [[], []] as Amounts));
  const judged = (older: readonly Tally[], overrides: Record<string, unknown> = {}) =>
    judge(
      aLook([], {
        guardrail: aWeightedGuardrail(overrides),
        series: [withHours(silent, older)],
      }),
    );

  it('add up as minutes do', () => {
    expect(judged([amounts(repeat(5, 200), repeat(20, 100)), amounts(repeat(5, 200), repeat(20, 100))])).toMatchObject({
      kind: 'breach',
      proof: { bad: 10, total: 50, value: { bad: 2_000, total: 6_000, currency: 'CNY' } },
    });
  });

  it('tell one payment from many', () => {
    expect(judged([amounts([9_000_000, ...repeat(10, 100)], repeat(100, 100))])).toMatchObject({
      reason: expect.stringContaining('one payment'),
    });
  });

  it('are turned below a limit', () => {
    const below = { bad: { outcome: ['succeeded'] }, critical: { below: '90%' } };
    expect(
      judged([amounts(repeat(80, 100), repeat(20, 100)), amounts(repeat(80, 100), repeat(20, 100))], below),
    ).toMatchObject({
      kind: 'breach',
      proof: { bad: 160, total: 200, value: { bad: 16_000, total: 20_000 } },
    });
  });

  it('that know no value are refused', () => {
    expect(() => judged([anHour(1, 10)])).toThrow('expected the value of its events, got counts alone');
  });
});

describe('a volume over past hours', () => {
  const guardrail = aVolumeGuardrail({ critical: { below: '6/h' } });
  const volume = (hours: readonly (readonly [ago: number, count: number])[], overrides: Partial<Look> = {}) => {
    const older = hours.map(([ago, count]) => ({ ...anHour(0, count), from: hoursAgo(ago), to: hoursAgo(ago - 1) }));
    return judge(aLook([], { guardrail, series: [{ ...seriesOf(quiet), older }], ...overrides }));
  };

  it('proves the silence of one that has few events, by all minutes between', () => {
    // 30 were to come in the five hours, and in the last three 18, of which five that came prove nothing.
    expect(
      volume([
        [5, 1],
        [3, 5],
      ]),
    ).toMatchObject({
      kind: 'breach',
      proof: { from: hoursAgo(5), to: THIS_MINUTE - 1, total: 6, limit: 0.1 },
    });
    expect(volume([]).kind).toBe('inconclusive');
  });

  it('is not judged before the oldest hour that is known', () => {
    expect(volume([[2, 40]])).toMatchObject({ kind: 'clear', proof: { from: hoursAgo(2), rate: 40 / 119 } });
  });

  it('nor before its first whole hour behind the horizon', () => {
    const horizon = addMinutes(hoursAgo(5), 1);
    expect(
      volume(
        [
          [5, 0.5],
          [3, 5],
        ],
        { horizon },
      ),
    ).toMatchObject({
      kind: 'breach',
      proof: { from: hoursAgo(4), total: 5 },
    });
  });
});
