import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, judgeRecovery } from '../../../shared/core/evidence/judge.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { anObjective, Counted } from './burning.ts';

const day = 24 * 60;
/** Three days of a thousand payments a minute of which none failed. */
const calm = (total = 1_000): Counted => new Counted().evenly(3 * day, 0, total);

describe('of an objective of 99.9 %', () => {
  const broken: readonly [sentence: string, past: Counted, severity: string, limit: string][] = [
    ['an outage of two minutes', calm().evenly(2, 1, 1_000), 'critical', '14.4x budget'],
    ['2 % for an hour', calm().evenly(60, 0.02, 1_000), 'critical', '14.4x budget'],
    ['0.8 % for six hours', calm().evenly(6 * 60, 0.008, 1_000), 'critical', '6x budget'],
    ['0.4 % for a day', calm().evenly(day, 0.004, 1_000), 'warning', '3x budget'],
    ['0.15 % for three days', new Counted().evenly(3 * day, 0.0015, 1_000), 'warning', '1x budget'],
  ];
  it.each(broken)('%s breaks the budget at its pace', (_, past, severity, limitText) => {
    expect(judge(past.look(anObjective()))).toMatchObject({ kind: 'breach', severity, proof: { limitText } });
  });

  const kept: readonly [sentence: string, past: Counted, kind: string][] = [
    ['no payment failing', calm(), 'clear'],
    ['0.05 %, half of what may fail', new Counted().evenly(3 * day, 0.0005, 1_000), 'clear'],
    ['just as many failing as may', new Counted().evenly(3 * day, 0.001, 1_000), 'inconclusive'],
    ['no payments at all', new Counted().evenly(3 * day, 0, 0), 'absent'],
    ['one failed payment of three', calm(0).add([0, 1]).add([1, 1]).add([0, 1]), 'inconclusive'],
    ['the only payment, and it failed', calm(0).add([1, 1]), 'inconclusive'],
    ['three payments that failed within a minute', calm(0).add([3, 3]), 'inconclusive'],
    ['one payment that failed and was tried again nine times', calm(0).add([10, 10]), 'inconclusive'],
    ['one of a hundred a day', calm(0).evenly(100, 0.01, 1), 'inconclusive'],
  ];
  it.each(kept)('%s breaks nothing', (_, past, kind) => {
    expect(judge(past.look(anObjective())).kind).toBe(kind);
  });

  it('40 % failing at one payment a minute is proven in twenty minutes', () => {
    const after = (minutes: number) => judge(calm(1).evenly(minutes, 0.4, 1).look(anObjective()));
    expect(after(10).kind).toBe('inconclusive');
    expect(after(20)).toMatchObject({
      kind: 'breach',
      severity: 'critical',
      proof: { limitText: '14.4x budget' },
    });
  });

  it('the worst level that is broken speaks, the others of its severity and milder ones do not', () => {
    const everything = calm().evenly(day, 0.5, 1_000);
    expect(judge(everything.look(anObjective()))).toMatchObject({
      severity: 'critical',
      proof: { limitText: '14.4x budget' },
    });
  });

  it('says how fast it burns over the long window, and what came in the short one', () => {
    const past = calm().evenly(30, 0.05, 1_000);
    expect(judge(past.look(anObjective()))).toEqual({
      kind: 'breach',
      severity: 'critical',
      decisive: true,
      milder: true,
      since: addMinutes(past.now, -30),
      proof: {
        from: addMinutes(past.now, -60),
        to: past.now,
        bad: 1_500,
        total: 60_000,
        rate: 0.025,
        limit: 0.0144,
        limitText: '14.4x budget',
        burn: {
          factor: expect.closeTo(25, 9),
          limit: 14.4,
          short: { from: addMinutes(past.now, -5), to: past.now, bad: 250, total: 5_000 },
        },
        phi: expect.closeTo(2.998, 9),
        probability: expect.toSatisfy((chance: number) => chance < 1e-6),
        alpha: 1e-4,
      },
    });
  });

  it('has lasted since its minutes went beyond the level, not for the whole of the window', () => {
    for (const minutes of [2, 7, 30, 59]) {
      const past = new Counted().evenly(3 * day, 0.0005, 1_000).evenly(minutes, 1, 1_000);
      expect(judge(past.look(anObjective()))).toMatchObject({ since: addMinutes(past.now, -minutes) });
    }
    const slow = calm().evenly(day, 0.004, 1_000);
    expect(judge(slow.look(anObjective()))).toMatchObject({ since: addMinutes(slow.now, -day) });
  });

  it('needs a breach in its own long window: an hour of 1 % is no page, though every minute of it is beyond', () => {
    expect(judge(calm().evenly(60, 0.01, 1_000).look(anObjective())).kind).toBe('inconclusive');
    expect(
      judge(
        calm()
          .evenly(5 * 60, 0.01, 1_000)
          .look(anObjective()),
      ),
    ).toMatchObject({
      severity: 'critical',
      proof: { limitText: '6x budget' },
    });
  });

  it('is milder where those that are worse are proven not to be broken, and not where they are only unproven', () => {
    expect(judge(calm().evenly(day, 0.004, 1_000).look(anObjective()))).toMatchObject({
      severity: 'warning',
      milder: true,
    });
    expect(
      judge(
        calm(2)
          .evenly(2 * day, 0.005, 2)
          .look(anObjective()),
      ),
    ).toMatchObject({
      severity: 'warning',
      milder: false,
    });
  });
});

describe('the short window', () => {
  const reasonOf = (past: Counted): unknown => judge(past.look(anObjective()));

  it('says that it goes on no longer', () => {
    expect(reasonOf(calm(100).evenly(30, 0.4, 100).evenly(5, 0, 100))).toEqual({
      kind: 'inconclusive',
      reason: 'it does not go on: 0 of 500 events in the last 5 minutes (0%, limit 0.6%)',
    });
  });

  it('says that nobody knows where nothing came', () => {
    expect(reasonOf(calm(100).evenly(30, 0.4, 100).evenly(5, 0, 0))).toEqual({
      kind: 'inconclusive',
      reason: 'nothing in the last 5 minutes: nobody knows whether it goes on',
    });
  });

  it('is as much of a younger trouble as it is of the long one: an outage of an hour is over in minutes at every pace', () => {
    const after = (outage: number, minutes: number) =>
      judge(calm(100).evenly(outage, 1, 100).evenly(minutes, 0, 100).look(anObjective())).kind;
    expect(after(60, 4)).toBe('breach');
    expect(after(60, 6)).toBe('inconclusive');
    // A twelfth of six hours, and no longer the five minutes of the fastest pair.
    expect(after(6 * 60, 25)).toBe('breach');
    expect(after(6 * 60, 35)).toBe('inconclusive');
  });

  it('does not take trouble that comes and goes for many that were short', () => {
    const past = calm();
    for (let hour = 0; hour < 26; hour++) past.evenly(4, 0.08, 1_000).evenly(56, 0, 1_000);
    // 0.53 % all in all. In the last 56 minutes no payment failed.
    expect(judge(past.look(anObjective()))).toMatchObject({ kind: 'breach', severity: 'warning' });
  });
});

describe('where less is known than the long window', () => {
  it('the budget of the whole of it must be spent all the same', () => {
    const young = (minutes: number, rate: number) =>
      judge(new Counted().evenly(minutes, rate, 1_000).look(anObjective()));
    // Twelve hours at twice what may fail are a sixth of three days, and spend a third of what those may.
    expect(young(12 * 60, 0.002).kind).toBe('inconclusive');
    expect(young(42 * 60, 0.002)).toMatchObject({ severity: 'warning', proof: { limitText: '1x budget' } });
    expect(young(2, 1)).toMatchObject({ severity: 'critical' });
    expect(young(3, 0.2).kind).toBe('inconclusive');
    expect(young(6, 0.2)).toMatchObject({ severity: 'critical' });
  });

  it('the proof says from when on it was counted', () => {
    const past = new Counted().evenly(10, 0.5, 1_000);
    expect(judge(past.look(anObjective()))).toMatchObject({
      proof: { from: addMinutes(past.now, -10), bad: 5_000, total: 10_000, limit: 0.0144, burn: { limit: 14.4 } },
    });
  });

  it('neither does what was recovered from count again', () => {
    const past = calm().evenly(60, 1, 1_000).evenly(20, 0.0005, 1_000).evenly(5, 0.05, 1_000);
    expect(judge(past.look(anObjective()))).toMatchObject({
      kind: 'breach',
      proof: { bad: expect.toSatisfy((bad: number) => bad > 30_000) },
    });
    const horizon = addMinutes(past.now, -25);
    expect(judge(past.look(anObjective(), { horizon })).kind).toBe('inconclusive');
    past.evenly(20, 0.05, 1_000);
    expect(judge(past.look(anObjective(), { horizon }))).toMatchObject({
      kind: 'breach',
      proof: { from: horizon, total: 45_000 },
    });
  });
});

describe('it is clear again', () => {
  it('by the shortest window that proves that no more than the budget is spent', () => {
    const past = calm().evenly(30, 1, 1_000).evenly(26, 0.0001, 1_000);
    const since = addMinutes(past.now, -56);
    expect(judge(past.look(anObjective(), { since }))).toMatchObject({
      kind: 'clear',
      proof: { from: addMinutes(past.now, -25), limit: 0.001, limitText: '1x budget' },
    });
  });

  it('by three days where a day holds too few payments', () => {
    // None of 1 440 failing still may be 0.1 % of them, one time in four; none of 4 700 is not.
    const past = calm(0).evenly(3 * day, 0, 2);
    expect(judge(past.look(anObjective()))).toMatchObject({
      kind: 'clear',
      proof: { from: addMinutes(past.now, -3 * day) },
    });
  });

  it('and recovered when all since then is, too', () => {
    const past = calm().evenly(30, 1, 1_000).evenly(40, 0, 1_000);
    const since = addMinutes(past.now, -30);
    expect(judgeRecovery(past.look(anObjective()), since, addMinutes(past.now, -10))).toMatchObject({ proven: true });
    const again = past.evenly(2, 0.05, 1_000);
    expect(judgeRecovery(again.look(anObjective()), since, addMinutes(past.now, -12))).toMatchObject({ proven: false });
  });
});

describe('whatever came', () => {
  const stretch = fc.record({
    minutes: fc.integer({ min: 1, max: 90 }),
    rate: fc.constantFrom(0, 0.0005, 0.002, 0.02, 0.3, 1),
    total: fc.constantFrom(0, 1, 20, 500),
  });
  const objective = fc.constantFrom('99.9%', '99%', '99.95%');

  it('a breach tells the pace of its long window, and both windows are beyond its level', () => {
    const property = fc.property(fc.array(stretch, { minLength: 1, maxLength: 12 }), objective, (stretches, text) => {
      const past = new Counted();
      for (const { minutes, rate, total } of stretches) past.evenly(minutes, rate, total);
      const guardrail = anObjective({ objective: text });
      const verdict = judge(past.look(guardrail));
      if (verdict.kind !== 'breach') return;
      const { proof, since } = verdict;
      const { burn } = proof;
      const level = guardrail.levels.find(({ text: limitText }) => limitText === proof.limitText);
      expect(proof.limit).toBe(level?.rate);
      expect(burn?.limit).toBe(level?.burn?.factor);
      expect(burn?.factor).toBeCloseTo(proof.rate / (1 - (guardrail.objective?.target ?? 0)), 6);
      expect(proof).toMatchObject(past.countOf(proof.from, proof.to));
      expect(burn?.short).toMatchObject(past.countOf(burn?.short.from ?? past.now, past.now));
      expect(proof.rate).toBeGreaterThan(proof.limit);
      expect((burn?.short.bad ?? 0) / (burn?.short.total ?? 1)).toBeGreaterThan(proof.limit);
      expect(since).toBeGreaterThanOrEqual(proof.from);
    });
    fc.assert(property);
  });
});
