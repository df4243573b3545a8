import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery } from '../../../shared/core/evidence/judge.ts';
import type { Proof, Verdict } from '../../../shared/core/evidence/verdict.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { allDay, aMonthly, aMonthLook, atTen, minuteAt, type Told } from './months.ts';

const textOf = (verdict: Verdict): string => (verdict.kind === 'breach' ? verdict.severity : verdict.kind);
const seenAt = (guardrail: Guardrail, now: string, told: Told): Verdict =>
  judge(aMonthLook(guardrail, minuteAt(now), told));
const proofOf = (verdict: Verdict): Proof => {
  if (verdict.kind !== 'breach' && verdict.kind !== 'clear') throw new Error(`no proof: ${JSON.stringify(verdict)}`);
  return verdict.proof;
};
const reasonOf = (verdict: Verdict): string => ('reason' in verdict ? verdict.reason : textOf(verdict));

const ecm = aMonthly({
  against: 'previous-month',
  critical: { ratio: '3%', count: 300 },
  warning: { ratio: '1.5%', count: 100 },
});
const vamp = aMonthly({ critical: { ratio: '1.5%', count: 1500 }, warning: { ratio: '0.75%', count: 750 } });
const efm = aMonthly({
  against: 'previous-month',
  unless: { of: { threeDs: true }, share: '10%' },
  critical: { ratio: '0.5%', amount: '50000 USD', total: 1000 },
});

describe('a month, of which the day, the chargebacks a day and the payments a day say what it will end at', () => {
  // Of October with 200 payments a day, 6,200: 1.5 % are 93, so that 100 chargebacks are asked for.
  it.each<[string, number, number, string]>([
    // The first look of November is the last at October, which is whole: 310 of the 6,000 of September.
    ['2026-11-01T00:00Z', 10, 200, 'critical'],
    ['2026-11-01T00:01Z', 10, 200, 'inconclusive'],
    ['2026-11-07T00:00Z', 10, 200, 'inconclusive'],
    ['2026-11-08T00:00Z', 15, 200, 'critical'],
    ['2026-11-08T00:00Z', 6, 200, 'warning'],
    ['2026-11-08T00:00Z', 4, 200, 'inconclusive'],
    ['2026-11-20T00:00Z', 4, 200, 'warning'],
    ['2026-11-30T23:00Z', 4, 200, 'warning'],
    ['2026-11-08T00:00Z', 3, 200, 'inconclusive'],
    ['2026-11-25T00:00Z', 3, 200, 'inconclusive'],
    ['2026-11-29T00:00Z', 3, 200, 'clear'],
    ['2026-11-08T00:00Z', 1, 200, 'clear'],
    ['2026-11-08T00:00Z', 0, 200, 'clear'],
    // The count is reached, the ratio is not: 300 of 62,000.
    ['2026-11-25T00:00Z', 10, 2000, 'clear'],
    // The ratio is reached, the count is not: 60 of 620.
    ['2026-11-25T00:00Z', 2, 20, 'clear'],
    // Reached already: nothing needs to be projected.
    ['2026-11-05T12:00Z', 25, 200, 'warning'],
  ])('against the month before, on %s, %d of %d: %s', (now, bad, total, expected) => {
    expect(textOf(seenAt(ecm, now, { bad: atTen(bad), total: allDay(total) }))).toBe(expected);
  });

  it.each<[string, number, number, string]>([
    ['2026-11-07T00:00Z', 100, 4000, 'inconclusive'],
    ['2026-11-08T00:00Z', 100, 4000, 'critical'],
    ['2026-11-08T00:00Z', 45, 4000, 'warning'],
    ['2026-11-08T00:00Z', 10, 4000, 'clear'],
    // 0.5 %, however many.
    ['2026-11-15T00:00Z', 100, 20_000, 'clear'],
    // 2 %, and 600 by the end of the month.
    ['2026-11-15T00:00Z', 20, 1000, 'clear'],
    // 1.5 % and some: payments may yet bring it below.
    ['2026-11-15T00:00Z', 76, 5000, 'warning'],
  ])('against the same month, on %s, %d of %d: %s', (now, bad, total, expected) => {
    expect(textOf(seenAt(vamp, now, { bad: atTen(bad), total: allDay(total) }))).toBe(expected);
  });

  // Of October with 100 payments a day 0.5 % are 16 chargebacks; the value is what is asked for.
  const none: Told = {};
  it.each<[string, Told, string]>([
    ['100 USD each: 30,000 USD in all', { size: 10_000 }, 'clear'],
    ['300 USD each: 90,000 USD in all', { size: 30_000 }, 'critical'],
    ['300 USD each, with too few payments in October', { size: 30_000, total: allDay(32) }, 'clear'],
    ['300 USD each, with just enough of them', { size: 30_000, total: allDay(33) }, 'critical'],
    ['300 USD each, and 9 of 100 by 3-D Secure', { size: 30_000, exempt: allDay(9) }, 'critical'],
    ['300 USD each, and 10 of 100 by 3-D Secure', { size: 30_000, exempt: allDay(10) }, 'clear'],
    ['no value known', none, 'inconclusive'],
  ])('by value, 10 a day of %s: %s', (_, told, expected) => {
    const verdict = seenAt(efm, '2026-11-15T00:00Z', { bad: atTen(10), total: allDay(100), ...told });
    expect(textOf(verdict)).toBe(expected);
  });

  it.each([
    ['four', 4, 16_100, 'inconclusive'],
    ['five', 5, 20_100, 'critical'],
  ])('the value of %s says what that of the next will be, or nothing', (_, count, usd, expected) => {
    // 4,000 USD a day, and 100 USD more to come.
    const rule = aMonthly({ critical: { ratio: '0.1%', amount: `${usd} USD` } });
    const told: Told = {
      bad: (hour) => (hour < minuteAt('2026-11-01') + count * 1440 ? atTen(1)(hour) : 0),
      total: allDay(20),
      size: 400_000,
    };
    expect(textOf(seenAt(rule, '2026-11-15T00:00Z', told))).toBe(expected);
  });

  it('a clear by value keeps room for larger ones than were seen', () => {
    const rule = (usd: number) => aMonthly({ critical: { ratio: '0.1%', amount: `${usd} USD` } });
    const at = (usd: number) =>
      textOf(seenAt(rule(usd), '2026-11-22T00:00Z', { bad: atTen(1), total: allDay(20), size: 100_000 }));
    // 21,000 USD in three weeks, so that 30,000 are expected.
    expect([42_000, 52_000].map(at)).toEqual(['inconclusive', 'clear']);
  });

  it('a ratio is reached by being met, though 7 % of 100 make a double a little more than 7', () => {
    const rule = aMonthly({ against: 'previous-month', critical: { ratio: '7%' } });
    const at = (bad: number) =>
      textOf(
        seenAt(rule, '2026-11-05T00:00Z', {
          bad: (hour) => (hour === minuteAt('2026-11-02') ? bad : 0),
          total: (hour) => (hour === minuteAt('2026-10-02') ? 100 : 0),
        }),
      );
    expect([6, 7].map(at)).toEqual(['inconclusive', 'critical']);
  });

  it('exempt payments of the same month are told from chance', () => {
    const rule = aMonthly({
      unless: { of: { threeDs: true }, share: '10%' },
      critical: { ratio: '1.5%', count: 10 },
    });
    const at = (exempt: number) =>
      textOf(seenAt(rule, '2026-11-15', { bad: atTen(10), total: allDay(100), exempt: allDay(exempt) }));
    expect([6, 10, 14].map(at)).toEqual(['critical', 'inconclusive', 'clear']);
  });
});

describe('a proof about a month', () => {
  it('has what was counted, where the month heads for and when it crosses', () => {
    const verdict = seenAt(ecm, '2026-11-11T00:00Z', { bad: atTen(6), total: allDay(200) });
    const { probability, ...proof } = proofOf(verdict);
    expect(probability).toBeLessThan(0.01);
    expect(proof).toEqual({
      from: minuteAt('2026-11-01'),
      to: minuteAt('2026-11-11'),
      bad: 60,
      total: 6200,
      rate: 180 / 6200,
      limit: 0.015,
      limitText: '1.5% and 100',
      month: {
        end: minuteAt('2026-12-01'),
        against: 'previous-month',
        projected: { bad: 180, total: 6200 },
        reached: { count: 100 },
        // 40 are missing, 6 come a day.
        crossesAt: minuteAt('2026-11-17T16:00Z'),
      },
      phi: 1,
      alpha: 0.01,
    });
  });

  it('of the same month projects both sides', () => {
    const { month, rate, total, probability } = proofOf(
      seenAt(vamp, '2026-11-11T00:00Z', { bad: atTen(100), total: allDay(4000) }),
    );
    expect([rate, total]).toEqual([0.025, 40_000]);
    // That payments may be more than they were is never wholly shut out.
    expect(probability).toBeGreaterThanOrEqual(0.0025);
    expect(month).toMatchObject({ projected: { bad: 3000, total: 120_000 }, crossesAt: minuteAt('2026-11-16') });
  });

  it('crossed already, it is certain at one look, and crosses now', () => {
    const verdict = seenAt(ecm, '2026-11-03T12:30Z', { bad: atTen(50), total: allDay(200) });
    expect(verdict).toMatchObject({ kind: 'breach', severity: 'warning', decisive: true });
    expect(proofOf(verdict)).toMatchObject({
      bad: 150,
      probability: 0,
      // Before there is a pace nothing is projected.
      month: { projected: { bad: 150, total: 6200 }, crossesAt: minuteAt('2026-11-03T12:30Z') },
    });
  });

  it('has the value so far and at the end, and no crossing where none is expected', () => {
    const { month } = proofOf(seenAt(efm, '2026-11-16T00:00Z', { bad: atTen(10), total: allDay(100), size: 10_000 }));
    expect(month).toEqual({
      end: minuteAt('2026-12-01'),
      against: 'previous-month',
      projected: { bad: 300, total: 3100, amount: 3_000_000 },
      reached: { amount: 5_000_000, total: 1000 },
      amount: { value: 1_500_000, currency: 'USD' },
    });
  });

  it('of the same month crosses nothing while the ratio is kept, however many there are', () => {
    const { month } = proofOf(seenAt(vamp, '2026-11-15T00:00Z', { bad: atTen(100), total: allDay(20_000) }));
    expect(month).toMatchObject({ projected: { bad: 3000, total: 600_000 } });
    expect(month).not.toHaveProperty('crossesAt');
  });

  it('is surer the later it is', () => {
    const at = (day: number): number =>
      proofOf(seenAt(ecm, `2026-11-${day}T00:00Z`, { bad: atTen(6), total: allDay(200) })).probability;
    expect(at(12)).toBeLessThan(at(10));
    expect(at(16)).toBeLessThan(at(12));
  });

  it('needs more where days differ more than chance makes them', () => {
    // The same hundred chargebacks in twenty days: five a day, or all of a week on one day.
    const lumps = (hour: number) => (hour % (7 * 1440) === 600 ? 35 : 0);
    expect(textOf(seenAt(ecm, '2026-11-14T00:00Z', { bad: atTen(5), total: allDay(200) }))).toBe('warning');
    expect(textOf(seenAt(ecm, '2026-11-14T00:00Z', { bad: lumps, total: allDay(200) }))).toBe('inconclusive');
  });
});

describe('what is not known', () => {
  const bad = atTen(10);
  const total = allDay(200);
  const noon = minuteAt('2026-11-12T09:00Z');

  it.each<[string, Guardrail, Told, string]>([
    ['of this month', vamp, { bad, total, knownFrom: noon }, 'counted since 2026-11-12 09:00 only'],
    [
      'of the month before',
      ecm,
      { bad, total, knownFrom: minuteAt('2026-10-02') },
      'the month before is not wholly known: counted since 2026-10-02 00:00 only',
    ],
    [
      'as the clocks of the rule show it',
      aMonthly({ timezone: 'Asia/Shanghai' }),
      { bad, total, knownFrom: noon },
      'counted since 2026-11-12 17:00 only',
    ],
  ])('%s proves neither, and says so', (_, guardrail, told, reason) => {
    const verdict = seenAt(guardrail, '2026-11-20T00:00Z', told);
    expect([verdict.kind, reasonOf(verdict)]).toEqual(['inconclusive', reason]);
  });

  it('of the chargebacks alone: what is known may be enough, and what is missing is never taken for none', () => {
    const lacking = (count: number): Verdict => {
      const look = aMonthLook(ecm, minuteAt('2026-11-20T00:00Z'), { bad: atTen(count), total });
      const [chargebacks, ...others] = look.series;
      if (chargebacks === undefined) throw new Error('no series');
      const known = { ...chargebacks, knownFrom: noon, older: chargebacks.older?.filter(({ from }) => from >= noon) };
      const { older = [], ...rest } = known;
      return judge({ ...look, series: [{ ...rest, older }, ...others] });
    };
    // Eight days of them.
    expect(lacking(20)).toMatchObject({ kind: 'breach', severity: 'warning', proof: { bad: 160, probability: 0 } });
    expect(reasonOf(lacking(10))).toBe('counted since 2026-11-12 09:00 only');
    expect(reasonOf(lacking(0))).toBe('counted since 2026-11-12 09:00 only');
  });

  it('a week is over before a pace is taken from it', () => {
    expect(reasonOf(seenAt(ecm, '2026-11-04T09:00Z', { bad, total }))).toBe(
      'day 4 of 30: what it will end at is told from day 8 on',
    );
  });

  it('a doubt says where the month heads for', () => {
    expect(reasonOf(seenAt(ecm, '2026-11-08T00:00Z', { bad: atTen(4), total }))).toMatch(
      /^day 8 of 30, heading for 120 of 6200 \(1\.94%, limit 1\.5% and 100\): the chance that it (keeps|breaks) the limit is up to 0\.\d+, a verdict takes 0\.01$/,
    );
  });

  it('nothing to hold chargebacks against proves nothing', () => {
    expect(textOf(seenAt(ecm, '2026-11-20T00:00Z', { bad: atTen(50) }))).toBe('inconclusive');
  });

  it('a member of which nothing came for so long is absent, and before that nobody knows', () => {
    expect(textOf(seenAt(ecm, '2026-11-05T00:00Z', {}))).toBe('inconclusive');
    expect(textOf(seenAt(ecm, '2026-11-15T00:00Z', {}))).toBe('absent');
    expect(textOf(seenAt(ecm, '2026-11-15T00:00Z', { total }))).toBe('clear');
  });
});

describe('an incident of a month', () => {
  it('recovers when the month is proven to keep the limit, not before', () => {
    const at = (now: string, count: number) => {
      const look = aMonthLook(ecm, minuteAt(now), { bad: atTen(count), total: allDay(200) });
      return judgeRecovery(look, minuteAt('2026-10-01'), addMinutes(minuteAt(now), -60)).proven;
    };
    expect(at('2026-11-10T00:00Z', 1)).toBe(true);
    expect(at('2026-11-06T00:00Z', 1)).toBe(false);
    expect(at('2026-11-10T00:00Z', 3)).toBe(false);
    expect(at('2026-11-10T00:00Z', 6)).toBe(false);
  });

  it('is judged on the whole month, whatever its horizon', () => {
    const now = minuteAt('2026-11-20T00:00Z');
    const look = aMonthLook(ecm, now, { bad: atTen(6), total: allDay(200) }, { horizon: addMinutes(now, -60) });
    expect(proofOf(judge(look))).toMatchObject({ from: minuteAt('2026-11-01'), bad: 114 });
  });
});
