import { describe, expect, it } from 'vitest';
import { dedupKey } from '../../../shared/core/incident/notification.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { decisive, icbc, lastOf, qr, run, said, times } from '../../support/incidents.ts';
import { aBreach, aClear, anInconclusive, aProof } from '../../support/proofs.ts';

describe('an incident', () => {
  it('opens once, whatever else breaks, and is resolved when the last member has recovered', () => {
    const steps = run([
      { [icbc]: decisive('warning') },
      { [icbc]: aBreach('warning'), [qr]: decisive('warning') },
      ...times(11, { [icbc]: aClear, [qr]: aBreach('warning') }),
      ...times(11, { [icbc]: aClear, [qr]: aClear }),
    ]);
    expect(said(steps)).toEqual(['0 opened warning', '5 spread warning', '23 resolved warning']);
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
    const again = run([{ [icbc]: decisive('critical') }], { from: lastOf(resolved).state, start: 11 + 30 });
    expect(said(again)).toEqual(['0 reopened critical']);
    expect(again[0]?.notification?.incident).toBe(last?.notification?.incident);
  });

  it('is archived 31 minutes after its resolution, and what breaks then is another', () => {
    const { state } = lastOf(run([{ [icbc]: decisive('critical') }, ...times(11, { [icbc]: aClear })]));
    const [quiet] = run([{ [icbc]: aClear }], { from: state, start: 11 + 31 });
    expect(quiet?.closed?.id).toBe('payment-failures-20260302T0900Z');
    expect(quiet?.state.incident).toBeUndefined();
    const [broken] = run([{ [icbc]: decisive('critical') }], { from: state, start: 11 + 31 });
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
