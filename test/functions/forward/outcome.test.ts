import { describe, expect, it } from 'vitest';
import { type Outcome, outcomeOf, sent, waitAfter, worstOf } from '../../../functions/forward/outcome.ts';
import { budgets } from '../../../shared/budgets.ts';
import { days, hours, minutes, seconds } from '../../../shared/core/units.ts';

describe('an answer', () => {
  it.each<[number, Outcome['kind']]>([
    [200, 'sent'],
    [202, 'sent'],
    [204, 'sent'],
    [301, 'refused'],
    [302, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [402, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [408, 'later'],
    [410, 'refused'],
    [413, 'refused'],
    [422, 'refused'],
    [425, 'later'],
    [429, 'later'],
    [500, 'later'],
    [502, 'later'],
    [503, 'later'],
    [504, 'later'],
    [529, 'later'],
  ])('of %i means: %s', (status, kind) => {
    expect(outcomeOf({ status, body: '' }, () => '').kind).toBe(kind);
  });

  it('may ask for a wait', () => {
    expect(outcomeOf({ status: 429, retryAfter: seconds(30), body: '' }, () => '')).toEqual({
      kind: 'later',
      reason: 'answered 429',
      after: 30_000,
    });
  });

  it('that refuses says why, in a line that can be logged and kept', () => {
    const outcome = outcomeOf({ status: 400, body: '工\n' }, (body) => `bad\u0000 ${body}${'x'.repeat(300)}`);
    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringMatching(/^answered 400: bad\? \?\?x{100,}$/) });
    expect(outcome.kind === 'refused' && outcome.reason.length).toBeLessThan(250);
  });
});

describe('of several requests', () => {
  const later: Outcome = { kind: 'later', reason: 'b' };
  const refused: Outcome = { kind: 'refused', reason: 'a' };

  it.each<[string, readonly Outcome[], Outcome]>([
    ['none is taken for sent', [], sent],
    ['all that were sent are', [sent, sent], sent],
    ['one that was refused counts', [sent, refused, sent], refused],
    ['one that may still pass counts first, or it would lie with those that can not', [refused, later, sent], later],
  ])('%s', (_, outcomes, whole) => {
    expect(worstOf(outcomes)).toEqual(whole);
  });
});

describe('the wait between two tries', () => {
  const waits = Array.from({ length: budgets.forwardReceives }, (_, index) => waitAfter(index + 1));

  it('is short at first, for a page is not to wait for a hiccup, and doubles', () => {
    expect(waits.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900].map((each) => each * 1000));
  });

  it('grows no longer than a quarter of an hour, however often it was tried', () => {
    expect(Math.max(...waits)).toBe(minutes(15));
    expect(waitAfter(10_000)).toBe(minutes(15));
  });

  it('is what the service asks for, where that is longer, up to the same end', () => {
    expect(waitAfter(1, seconds(30))).toBe(30_000);
    expect(waitAfter(4, seconds(30))).toBe(40_000);
    expect(waitAfter(1, hours(24))).toBe(minutes(15));
  });

  it('comes to three days in all, and a message that SQS keeps for four is put aside before it is forgotten', () => {
    const whole = waits.reduce((sum, wait) => sum + wait, 0);
    expect(whole).toBeGreaterThan(days(3));
    const timedOut = waits.length * budgets.forwardTimeout;
    expect(whole + timedOut).toBeLessThan(days(4));
  });
});
