import { expect, it } from 'vitest';
import { epochMs } from '../../shared/core/units.ts';
import type { TickStore } from '../../shared/ports/ticks.ts';

/** What every tick store does. Each test gets an empty one. */
export const tickStoreContract = (open: () => Promise<TickStore>): void => {
  it('knows no tick at first', async () => {
    expect(await (await open()).last()).toBeUndefined();
  });

  it('advances, and never back', async () => {
    const store = await open();
    expect(await store.advance(epochMs(60_000), 'w')).toBe(true);
    expect(await store.advance(epochMs(120_000), 'w')).toBe(true);
    expect(await store.advance(epochMs(60_000), 'other')).toBe(false);
    expect(await store.last()).toBe(120_000);
  });

  it('lets one of two evaluators of a tick finish it', async () => {
    const store = await open();
    const outcomes = await Promise.all([
      store.advance(epochMs(60_000), 'first'),
      store.advance(epochMs(60_000), 'second'),
    ]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it('counts its own write, repeated after the answer got lost, as done', async () => {
    const store = await open();
    await store.advance(epochMs(60_000), 'w');
    expect(await store.advance(epochMs(60_000), 'w')).toBe(true);
  });
};
