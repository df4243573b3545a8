import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../shared/core/evidence/verdict.ts';
import { advance, type Advance, type Observations } from '../../../shared/core/incident/advance.ts';
import { dedupKey } from '../../../shared/core/incident/notification.ts';
import {
  decodeState,
  encodeState,
  type GuardrailState,
  isSameState,
  newState,
} from '../../../shared/core/incident/state.ts';
import { limits } from '../../../shared/core/limits.ts';
import type { GroupKey } from '../../../shared/core/rollup/series.ts';
import { addMinutes, startOf } from '../../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../../support/builders.ts';
import { aBreach, aClear, anAbsent, anInconclusive, aProof, aProvenRecovery } from '../../support/proofs.ts';

const guardrail = aGuardrail({ warning: { above: '5%' }, critical: { above: '30%' } });
const icbc: GroupKey = 'bank=icbc';
const qr: GroupKey = 'method=qr';
const decisive = (severity: 'warning' | 'critical') => aBreach(severity, { decisive: true });

/** Steps a guardrail through minutes; each step says what is seen of which group. Recovery is always proven. */
const run = (
  steps: readonly Readonly<Record<GroupKey, Verdict>>[],
  from: GuardrailState = newState(guardrail.id),
  start = 0,
): Advance[] => {
  const taken: Advance[] = [];
  let state = from;
  for (const [minute, verdicts] of steps.entries()) {
    const now = addMinutes(THIS_MINUTE, start + minute);
    const seen: Observations = new Map(
      Object.entries(verdicts).map(([group, verdict]) => [group, { now, verdict, recovery: aProvenRecovery }]),
    );
    const step = advance(state, guardrail, seen, startOf(now));
    taken.push(step);
    state = step.state;
  }
  return taken;
};

const said = (steps: readonly Advance[]) =>
  steps.flatMap(({ notification }, minute) =>
    notification === undefined ? [] : [`${minute} ${notification.reason} ${notification.severity}`],
  );
const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe('an incident', () => {
  it('opens once, whatever else breaks, and is resolved when the last member has recovered', () => {
    const steps = run([
      { [icbc]: decisive('warning') },
      { [icbc]: aBreach('warning'), [qr]: decisive('warning') },
      ...times(11, { [icbc]: aClear, [qr]: aBreach('warning') }),
      ...times(11, { [icbc]: aClear, [qr]: aClear }),
    ]);
    expect(said(steps)).toEqual(['0 opened warning', '23 resolved warning']);
    expect(new Set(steps.map(({ state }) => state.incident?.id))).toEqual(new Set(['payment-failures-20260302T0900Z']));
  });

  it('needs two looks unless the first is overwhelming', () => {
    expect(
      said(run([{ [icbc]: aBreach('critical') }, { [icbc]: anInconclusive }, { [icbc]: aBreach('critical') }])),
    ).toEqual(['2 opened critical']);
    expect(said(run([{ [icbc]: aBreach('critical') }, { [icbc]: aClear }, { [icbc]: aBreach('critical') }]))).toEqual(
      [],
    );
  });

  it('says that it got worse, and milder when that has held', () => {
    const milder = aBreach('warning', { milder: true });
    const steps = run([
      { [icbc]: decisive('warning') },
      { [icbc]: aBreach('critical') },
      ...times(11, { [icbc]: milder }),
    ]);
    expect(said(steps)).toEqual(['0 opened warning', '1 escalated critical', '12 de-escalated warning']);
  });

  it('never resolves without events', () => {
    expect(said(run([{ [icbc]: decisive('critical') }, ...times(300, { [icbc]: anAbsent })]))).toEqual([
      '0 opened critical',
    ]);
  });

  it('says nothing of a breach while it recovers', () => {
    expect(
      said(
        run([{ [icbc]: decisive('warning') }, { [icbc]: aClear }, { [icbc]: aBreach('warning') }, { [icbc]: aClear }]),
      ),
    ).toEqual(['0 opened warning']);
  });

  it('is reopened by a breach within 30 minutes of its resolution, under the same id', () => {
    const resolved = run([{ [icbc]: decisive('critical') }, ...times(11, { [icbc]: aClear })]);
    const last = resolved.at(-1);
    expect(last?.notification?.reason).toBe('resolved');
    const again = run([{ [icbc]: decisive('critical') }], last?.state, 11 + 30);
    expect(said(again)).toEqual(['0 reopened critical']);
    expect(again[0]?.notification?.incident).toBe(last?.notification?.incident);
  });

  it('is archived 31 minutes after its resolution, and what breaks then is another', () => {
    const resolved = run([{ [icbc]: decisive('critical') }, ...times(11, { [icbc]: aClear })]).at(-1);
    const [quiet] = run([{ [icbc]: aClear }], resolved?.state, 11 + 31);
    expect(quiet?.closed?.id).toBe('payment-failures-20260302T0900Z');
    expect(quiet?.state.incident).toBeUndefined();
    const [broken] = run([{ [icbc]: decisive('critical') }], resolved?.state, 11 + 31);
    expect(broken?.closed?.id).toBe('payment-failures-20260302T0900Z');
    expect(broken?.notification).toMatchObject({
      reason: 'opened',
      incident: 'payment-failures-20260302T0942Z',
      sequence: 1,
    });
  });

  it('numbers its notifications, so that each decision has a key of its own', () => {
    const keys = run([
      { [icbc]: decisive('warning') },
      { [icbc]: aBreach('critical') },
      ...times(11, { [icbc]: aClear }),
    ]).flatMap(({ notification }) => (notification === undefined ? [] : [dedupKey(notification)]));
    expect(keys).toEqual([1, 2, 3].map((sequence) => `payment-failures-20260302T0900Z#${sequence}`));
  });

  it('tells the worst members first and counts the rest', () => {
    const banks = Object.fromEntries(
      Array.from({ length: 13 }, (_, index) => [
        `bank=b${index}`,
        aBreach('warning', { decisive: true, proof: aProof({ probability: 10 ** -(index + 8) }) }),
      ]),
    );
    const [step] = run([{ ...banks, [icbc]: decisive('critical') }]);
    expect(step?.notification?.members.map(({ group }) => group).slice(0, 3)).toEqual([icbc, 'bank=b12', 'bank=b11']);
    expect(step?.notification).toMatchObject({ moreMembers: 4 });
    expect(step?.notification?.members).toHaveLength(10);
  });

  it('tells on its resolution how things are, the peak, and when the trouble ended', () => {
    const steps = run([
      { [icbc]: decisive('critical') },
      { [icbc]: aBreach('critical', { proof: aProof({ bad: 77 }) }) },
      ...times(11, { [icbc]: aClear }),
    ]);
    expect(steps.at(-1)?.notification).toMatchObject({
      reason: 'resolved',
      peak: { group: icbc, proof: { bad: 77 } },
      members: [{ group: icbc, proof: { bad: 3, total: 2_000 } }],
      until: addMinutes(THIS_MINUTE, -2),
    });
  });
});

describe('the state', () => {
  it('survives its codec', () => {
    for (const { state } of run([{ [icbc]: decisive('warning') }, ...times(11, { [icbc]: aClear })])) {
      expect(decodeState(guardrail.id, encodeState(state))).toEqual(state);
    }
  });

  it('of another version is refused', () => {
    expect(() => decodeState('x', JSON.stringify({ v: 2, members: [], outbox: [] }))).toThrow(
      'expected version 1, got 2',
    );
  });

  it('says the same when only the tick differs', () => {
    const [first, second] = run([{ [icbc]: aClear }, { [icbc]: aClear }]);
    expect(first && second && isSameState(first.state, second.state)).toBe(true);
  });

  it('holds 8 unsent notifications at most; a newer one stands for the last, and says so', () => {
    const flip = [{ [icbc]: aBreach('critical') }, ...times(11, { [icbc]: aBreach('warning', { milder: true }) })];
    const steps = run([{ [icbc]: decisive('warning') }, ...times(6, flip).flat()]);
    const outbox = steps.at(-1)?.state.outbox ?? [];
    expect(said(steps)).toHaveLength(13);
    expect(outbox).toHaveLength(limits.unsentPerState);
    expect(outbox.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 13]);
    expect(outbox.at(-1)?.merged).toBe(5);
  });

  it('at its largest fits into an item', () => {
    const value = '微'.repeat(42);
    const groups = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`${'a'.repeat(60)}=${value}${index}`, decisive('warning')]),
    );
    const steps = run([groups, ...times(8, [groups, groups]).flat()]);
    const largest = steps.at(-1)?.state;
    expect(largest?.members.size).toBe(limits.membersPerState);
    const notification = largest?.outbox[0];
    if (largest === undefined || notification === undefined) throw new Error('nothing was said');
    const full = {
      ...largest,
      outbox: times(limits.unsentPerState, {
        ...notification,
        guardrail: {
          ...notification.guardrail,
          description: value.repeat(12),
          runbook: `https://x/${'r'.repeat(490)}`,
        },
      }),
    };
    expect(Buffer.byteLength(encodeState(full))).toBeLessThan(limits.itemBytes * 0.9);
  });
});
