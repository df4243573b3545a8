import { describe, expect, it } from 'vitest';
import { retire } from '../../../shared/core/incident/retire.ts';
import { activeSilences } from '../../../shared/core/silence/silencing.ts';
import { newState } from '../../../shared/core/incident/state.ts';
import { addMinutes, startOf } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { decisive, icbc, lastOf, run, times } from '../../support/incidents.ts';
import { aBreach, aClear } from '../../support/proofs.ts';
import { aSilence } from '../../support/silences.ts';

const later = startOf(addMinutes(THIS_MINUTE, 60));
const afterLooks = (...looks: Parameters<typeof run>[0]) => lastOf(run(looks)).state;

describe('a guardrail that was removed', () => {
  it('while it is broken is closed, by the name that it had, and archived', () => {
    const retired = retire(afterLooks({ [icbc]: decisive('critical') }), later);
    expect(retired?.notification).toMatchObject({
      reason: 'closed',
      ending: 'rule-removed',
      sequence: 2,
      guardrail: { id: 'payment-failures', name: 'Payment failures', kind: 'rate' },
    });
    expect(retired?.closed).toMatchObject({ status: 'resolved', ending: 'rule-removed', sequence: 2 });
    expect(retired?.state).toMatchObject({ outbox: [{ reason: 'closed' }] });
    expect(retired?.state.incident).toBeUndefined();
    expect(retired?.state.members.size).toBe(0);
  });

  it('under a silence that hid all of it waits until that ends', () => {
    const silence = aSilence({ period: { kind: 'once', from: startOf(THIS_MINUTE), until: later } });
    const { state } = lastOf(run([{ [icbc]: decisive('critical') }], { silences: [silence] }));
    const before = addMinutes(THIS_MINUTE, 59);
    expect(retire(state, startOf(before), activeSilences([silence], before))).toBeUndefined();
    const ended = activeSilences([silence], addMinutes(THIS_MINUTE, 60));
    expect(retire(state, later, ended)?.notification).toMatchObject({
      reason: 'closed',
      hidden: [{ reason: 'opened' }],
    });
  });

  it('after its resolution was told is archived without a word', () => {
    const retired = retire(afterLooks({ [icbc]: decisive('critical') }, ...times(11, { [icbc]: aClear })), later);
    expect(retired?.notification).toBeUndefined();
    expect(retired?.closed).toMatchObject({ status: 'resolved' });
  });

  it('with nothing open loses its members, and is then left alone', () => {
    const retired = retire(afterLooks({ [icbc]: aBreach() }), later);
    expect(retired?.state.members.size).toBe(0);
    expect(retire(retired?.state ?? newState('x'), later)).toBeUndefined();
  });
});
