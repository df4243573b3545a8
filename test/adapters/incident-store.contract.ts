import { expect, it } from 'vitest';
import { toldNothing } from '../../shared/core/incident/incident.ts';
import { type GuardrailState, newState } from '../../shared/core/incident/state.ts';
import { epochMs } from '../../shared/core/units.ts';
import type { IncidentStore } from '../../shared/ports/incidents.ts';
import { aNotification } from '../support/notifications.ts';

const aState = (tick: number, guardrail = 'payment-failures'): GuardrailState => ({
  ...newState(guardrail),
  tick: epochMs(tick),
  outbox: [aNotification()],
});

/** What every incident store does. Each test gets an empty one. */
export const incidentStoreContract = (open: () => Promise<IncidentStore>): void => {
  it('knows nothing at first', async () => {
    expect(await (await open()).readAll()).toEqual(new Map());
  });

  it('gives back each state with its revision', async () => {
    const store = await open();
    expect(await store.save(aState(1, 'a'), 0, 'w')).toEqual({ kind: 'saved', rev: 1 });
    await store.save(aState(1, 'b'), 0, 'w');
    expect(await store.save(aState(2, 'b'), 1, 'w')).toEqual({ kind: 'saved', rev: 2 });
    expect(await store.readAll()).toEqual(
      new Map([
        ['a', { state: aState(1, 'a'), rev: 1 }],
        ['b', { state: aState(2, 'b'), rev: 2 }],
      ]),
    );
  });

  it('lets one of two writers win and shows the other what lies there', async () => {
    const store = await open();
    const outcomes = await Promise.all([store.save(aState(1), 0, 'first'), store.save(aState(2), 0, 'second')]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['conflict', 'saved']);
    const conflict = outcomes.find((outcome) => outcome.kind === 'conflict');
    expect(conflict?.found).toEqual((await store.readAll()).get('payment-failures'));
  });

  it('counts its own write, repeated after the answer got lost, as saved', async () => {
    const store = await open();
    await store.save(aState(1), 0, 'w');
    expect(await store.save(aState(1), 0, 'w')).toEqual({ kind: 'saved', rev: 1 });
    expect((await store.readAll()).get('payment-failures')?.rev).toBe(1);
  });

  it('does not take an older write of its own for this one', async () => {
    const store = await open();
    await store.save(aState(1), 0, 'w');
    await store.save(aState(2), 1, 'w');
    expect(await store.save(aState(3), 0, 'w')).toMatchObject({ kind: 'conflict', found: { rev: 2 } });
  });

  it('archives and sets aside, twice like once', async () => {
    const store = await open();
    const { since, openedAt, peak } = aNotification();
    const incident = {
      id: 'i',
      status: 'resolved' as const,
      severity: 'critical' as const,
      since,
      openedAt,
      peak,
      sequence: 2,
      groups: [],
      reopenings: [],
      told: toldNothing,
      hidden: [],
    };
    for (let time = 0; time < 2; time++) {
      await store.archive('payment-failures', incident);
      await store.setAside(aNotification(), 'InvalidParameter');
    }
    expect(await store.readAll()).toEqual(new Map());
  });
};
