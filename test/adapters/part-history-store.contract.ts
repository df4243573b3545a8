import { expect, it } from 'vitest';
import { MOST_PARTS, noHistories, type PartHistories } from '../../shared/core/history/part-histories.ts';
import { addMinutes } from '../../shared/core/units.ts';
import type { PartHistoryStore } from '../../shared/ports/part-histories.ts';
import { THIS_MINUTE } from '../support/builders.ts';

const known = (back: number): PartHistories => ({
  begin: addMinutes(THIS_MINUTE, -500),
  parts: new Map([
    ['_58-IYS8gb1F#', addMinutes(THIS_MINUTE, -back)],
    ['_58-IYS8gb1F#bank.b-c_1', THIS_MINUTE],
  ]),
  entering: new Set(['m3tric-iD_01#merchant']),
});

/** What every store of part histories does. Each test gets an empty one. */
export const partHistoryStoreContract = (open: () => Promise<PartHistoryStore>): void => {
  it('knows nothing at first', async () => {
    expect(await (await open()).read()).toEqual({ histories: noHistories, rev: 0 });
  });

  it.each([noHistories, { ...noHistories, begin: THIS_MINUTE }, known(10)])(
    'gives back what was saved, as the next revision (%#)',
    async (histories) => {
      const store = await open();
      expect(await store.save(histories, 0, 'w')).toBe(true);
      expect(await store.read()).toEqual({ histories, rev: 1 });
      expect(await store.save(known(20), 1, 'other')).toBe(true);
      expect(await store.read()).toEqual({ histories: known(20), rev: 2 });
    },
  );

  it('does not change with the maps that were given to it', async () => {
    const store = await open();
    const parts = new Map(known(10).parts);
    await store.save({ ...known(10), parts }, 0, 'w');
    parts.clear();
    expect((await store.read()).histories).toEqual(known(10));
  });

  it('does not let what was made of an older reading replace a newer one', async () => {
    const store = await open();
    await store.save(known(10), 0, 'a');
    await store.save(known(20), 1, 'a');
    for (const rev of [0, 1, 3]) expect(await store.save(known(99), rev, 'b')).toBe(false);
    expect(await store.read()).toEqual({ histories: known(20), rev: 2 });
  });

  it.each([0, 1])('lets one of two evaluators that both read revision %i save', async (rev) => {
    const store = await open();
    if (rev === 1) await store.save(known(0), 0, 'before');
    const saved = await Promise.all(['first', 'second'].map((writer, index) => store.save(known(index), rev, writer)));
    expect(saved.filter(Boolean)).toHaveLength(1);
    expect(await store.read()).toEqual({ histories: known(saved.indexOf(true)), rev: rev + 1 });
  });

  it('counts its own save, repeated after the answer got lost, as saved, once', async () => {
    const store = await open();
    for (const rev of [0, 1]) {
      await store.save(known(rev), rev, 'w');
      expect(await store.save(known(rev), rev, 'w')).toBe(true);
      expect(await store.read()).toEqual({ histories: known(rev), rev: rev + 1 });
    }
  });

  it('does not take an older save of its own for this one', async () => {
    const store = await open();
    await store.save(known(1), 0, 'w');
    await store.save(known(2), 1, 'w');
    expect(await store.save(known(1), 0, 'w')).toBe(false);
  });

  it('refuses to go on from an item that is gone', async () => {
    await expect((await open()).save(known(1), 4, 'w')).rejects.toThrow(/SEAL PARTS.* is gone/);
  });

  it('holds as many parts as are remembered, of the longest names', async () => {
    const store = await open();
    const names = Array.from(
      { length: MOST_PARTS },
      (_, index) => `${String(index).padStart(12, 'm')}#${'a'.repeat(64)}`,
    );
    const histories = {
      begin: THIS_MINUTE,
      parts: new Map(names.map((name) => [name, THIS_MINUTE])),
      entering: new Set<string>(),
    };
    expect(await store.save(histories, 0, 'w')).toBe(true);
    expect((await store.read()).histories.parts.size).toBe(MOST_PARTS);
  });
};
