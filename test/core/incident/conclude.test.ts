import { describe, expect, it } from 'vitest';
import type { Culprit, Findings } from '../../../shared/core/explain/explanation.ts';
import { conclude } from '../../../shared/core/incident/conclude.ts';
import { activeSilences } from '../../../shared/core/silence/silencing.ts';
import { type GroupKey, WHOLE } from '../../../shared/core/rollup/series.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aLevelled, decisive, icbc, lastOf, qr, run, times } from '../../support/incidents.ts';
import { aBreach } from '../../support/proofs.ts';
import { aSilence } from '../../support/silences.ts';

const guardrail = aLevelled();
const culprit = (...values: readonly GroupKey[]): Culprit => ({ values, bad: 60, total: 100, excess: 55, score: 90 });
const findings = (overrides: Partial<Findings> = {}, ...culprits: readonly Culprit[]): Findings => {
  const [first, ...others] = culprits;
  return {
    ...(first === undefined
      ? undefined
      : { who: { kind: 'named', culprits: [first, ...others], bad: 64, total: 900, excess: 57, normal: 0.01 } }),
    examples: ['pay_1'],
    percentiles: new Map(),
    remainders: new Map(),
    ...overrides,
  };
};
const keepsItsLimit = { bad: 4, total: 100 };
const breaksItToo = { bad: 9, total: 100 };

const active = activeSilences([aSilence({ id: 'sil-1', match: [icbc] })], THIS_MINUTE);

/** Opened by icbc and told; five minutes later qr is broken too. */
const spreading = (said: Findings) => {
  const [opened] = run([{ [icbc]: decisive('warning') }], { keepOutbox: true });
  if (opened === undefined) throw new Error('nothing opened');
  const told = { ...conclude(opened, said, guardrail, []).state, outbox: [] };
  const later = run(times(5, { [icbc]: aBreach('warning'), [qr]: decisive('warning') }), {
    from: told,
    start: 1,
    guardrail,
    keepOutbox: true,
  });
  return lastOf(later);
};

describe('a group that joins', () => {
  it('is no news where it keeps its limit without the culprit that people know of', () => {
    const step = spreading(findings({}, culprit(icbc)));
    expect(step.notification?.reason).toBe('spread');
    const after = conclude(
      step,
      findings({ remainders: new Map([[qr, keepsItsLimit]]) }, culprit(icbc)),
      guardrail,
      [],
    );
    expect(after).toMatchObject({ decision: 'no spread: explained by bank=icbc' });
    expect(after.notification).toBeUndefined();
    expect(after.state.outbox).toEqual([]);
    expect(after.state.incident?.told.groups).toContain(qr);
    expect(after.state.incident?.sequence).toBe(1);
  });

  it.each([
    ['it is broken without the culprit too', culprit(icbc), breaksItToo],
    ['the culprit is another than the one that was told', culprit('region=east'), keepsItsLimit],
  ])('is news where %s', (_, named, remainder) => {
    const step = spreading(findings({}, culprit(icbc)));
    const after = conclude(step, findings({ remainders: new Map([[qr, remainder]]) }, named), guardrail, []);
    expect(after.notification?.reason).toBe('spread');
  });

  it('is no news where a pair was told as the culprit', () => {
    const pair = culprit(icbc, 'method=card');
    const step = spreading(findings({}, pair));
    const after = conclude(step, findings({ remainders: new Map([[qr, keepsItsLimit]]) }, pair), guardrail, []);
    expect(after.notification).toBeUndefined();
  });
});

describe('what is left of the whole without a silenced culprit', () => {
  const approval = { bad: { outcome: ['succeeded'] }, warning: undefined, critical: { below: '80%' } };
  const value = { weight: 'amount', currency: 'CNY' };
  const latency = {
    kind: 'latency',
    bad: undefined,
    percentile: 95,
    warning: { above: '800ms' },
    critical: { above: '2s' },
  };

  it.each<[sentence: string, rule: Record<string, unknown>, rest: { bad: number; total: number }, isHeld: boolean]>([
    ['keeps a limit below: held back', approval, { bad: 95, total: 100 }, true],
    ['breaks a limit below: told', approval, { bad: 10, total: 100 }, false],
    ['is few events, where the limit is on value: told', value, { bad: 1, total: 100 }, false],
    ['is few events, where payments are counted: told', { countBy: 'order' }, { bad: 1, total: 100 }, false],
    ['is not that slow, where a milder limit is on another latency: told', latency, { bad: 1, total: 100 }, false],
    ['is nothing at all: held back', {}, { bad: 0, total: 0 }, true],
  ])('%s', (_, overrides, rest, isHeld) => {
    const rule = aLevelled(overrides);
    const step = lastOf(run([{ [WHOLE]: decisive('critical') }], { guardrail: rule, keepOutbox: true }));
    const found = findings({ remainders: new Map([[WHOLE, rest]]) }, culprit(icbc));
    expect(conclude(step, found, rule, active).notification === undefined).toBe(isHeld);
  });
});

describe('a culprit that is silenced', () => {
  const whole = () => lastOf(run([{ [WHOLE]: decisive('critical') }], { keepOutbox: true }));
  const explained = { remainders: new Map([[WHOLE, keepsItsLimit]]) };

  it('holds back the whole that is broken by it alone', () => {
    const after = conclude(whole(), findings(explained, culprit(icbc)), guardrail, active);
    expect(after.notification).toBeUndefined();
    expect(after.decision).toBe('silenced: sil-1');
    expect(after.state.incident).toMatchObject({ hidden: [{ reason: 'opened' }], silencedBy: { id: 'sil-1' } });
    expect(after.state.outbox).toEqual([]);
  });

  it.each([
    ['the rest is broken too', findings({ remainders: new Map([[WHOLE, breaksItToo]]) }, culprit(icbc)), active],
    ['somebody else is behind it', findings(explained, culprit('bank=ccb')), active],
    ['one of two culprits is heard', findings(explained, culprit(icbc), culprit('bank=ccb')), active],
    ['nobody is named', findings(explained), active],
    ['nothing is silenced', findings(explained, culprit(icbc)), []],
  ])('holds nothing back where %s', (_, found, silences) => {
    expect(conclude(whole(), found, guardrail, silences).notification?.reason).toBe('opened');
  });
});

it('puts what was found into the message and into the outbox', () => {
  const [opened] = run([{ [icbc]: decisive('warning') }], { keepOutbox: true });
  if (opened === undefined) throw new Error('nothing opened');
  const after = conclude(opened, findings({ percentiles: new Map([[icbc, 812]]) }, culprit(icbc)), guardrail, []);
  expect(after.notification).toMatchObject({
    examples: ['pay_1'],
    who: { kind: 'named' },
    members: [{ percentileMs: 812 }],
  });
  expect(after.state.outbox).toEqual([after.notification]);
});
