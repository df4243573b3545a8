import { expect, it } from 'vitest';
import { addMinutes, addMs, days, durationMs, type EpochMinute } from '../../shared/core/units.ts';
import { type RollupStore, rollupUnits, type StoredRollup } from '../../shared/ports/rollups.ts';
import { NOW, THIS_MINUTE } from '../support/builders.ts';

const part = { id: 'm3tric-iD_01', by: 'bank' };
const later = (count: number): EpochMinute => addMinutes(THIS_MINUTE, count);
const dataOf = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);

/** As plain values: engines give back bytes in classes of their own. */
const plain = (rollups: readonly StoredRollup[]) =>
  rollups.map(({ start, version, data }) => ({ start, version, data: [...data] }));

/** What every rollup store does. Each test gets an empty one. */
export const rollupStoreContract = (open: () => Promise<RollupStore>): void => {
  const readAll = async (store: RollupStore, asOf = NOW) =>
    plain(await store.read(part, 'minute', later(-600), later(600), asOf));

  it('has nothing at first', async () => {
    expect(await readAll(await open())).toEqual([]);
  });

  it('gives back what was set, byte for byte, with its version', async () => {
    const store = await open();
    expect(await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(0, 255, 7) }, 0, 'w')).toBe(true);
    expect(await readAll(store)).toEqual([{ start: THIS_MINUTE, version: 1, data: [0, 255, 7] }]);
  });

  it('does not change with the bytes that were given to it, or that it gave', async () => {
    const store = await open();
    const data = dataOf(1);
    await store.put(part, 'minute', { start: THIS_MINUTE, data }, 0, 'w');
    data[0] = 2;
    const [read] = await store.read(part, 'minute', THIS_MINUTE, later(1), NOW);
    read?.data.fill(3);
    expect(await readAll(store)).toMatchObject([{ data: [1] }]);
  });

  it('sets one again under its version, as the next', async () => {
    const store = await open();
    await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(1) }, 0, 'a');
    expect(await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(2) }, 1, 'b')).toBe(true);
    expect(await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(3) }, 2, 'b')).toBe(true);
    expect(await readAll(store)).toEqual([{ start: THIS_MINUTE, version: 3, data: [3] }]);
  });

  it('does not let what was computed from an older reading replace a newer one', async () => {
    const store = await open();
    await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(1) }, 0, 'a');
    await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(2) }, 1, 'a');
    for (const version of [0, 1, 3])
      expect(await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(9) }, version, 'b')).toBe(false);
    expect(await readAll(store)).toEqual([{ start: THIS_MINUTE, version: 2, data: [2] }]);
  });

  it.each([0, 1])('lets one of two writers that both read version %i set it', async (version) => {
    const store = await open();
    const start = THIS_MINUTE;
    if (version === 1) await store.put(part, 'minute', { start, data: dataOf(0) }, 0, 'before');
    const writers = ['first', 'second', 'third'];
    const set = await Promise.all(
      writers.map((writer, index) => store.put(part, 'minute', { start, data: dataOf(index) }, version, writer)),
    );
    expect(set.filter(Boolean)).toHaveLength(1);
    expect(await readAll(store)).toEqual([{ start, version: version + 1, data: [set.indexOf(true)] }]);
  });

  it('counts its own write, repeated after the answer got lost, as set, once', async () => {
    const store = await open();
    const rollup = { start: THIS_MINUTE, data: dataOf(1) };
    for (const version of [0, 1]) {
      await store.put(part, 'minute', rollup, version, 'w');
      expect(await store.put(part, 'minute', rollup, version, 'w')).toBe(true);
      expect(await readAll(store)).toMatchObject([{ version: version + 1 }]);
    }
  });

  it('does not take an older write of its own for this one', async () => {
    const store = await open();
    const rollup = { start: THIS_MINUTE, data: dataOf(1) };
    await store.put(part, 'minute', rollup, 0, 'w');
    await store.put(part, 'minute', rollup, 1, 'w');
    expect(await store.put(part, 'minute', rollup, 0, 'w')).toBe(false);
  });

  it('refuses to go on from a rollup that is gone, by its key', async () => {
    const put = (await open()).put(part, 'minute', { start: THIS_MINUTE, data: dataOf(1) }, 4, 'w');
    await expect(put).rejects.toThrow(/ROLL.*m3tric-iD_01#bank.* is gone/);
  });

  it('reads those that start in the range and no others, oldest first, over the turn of a day', async () => {
    const store = await open();
    const midnight = addMinutes(THIS_MINUTE, -540);
    for (const offset of [2, -3, 0, 1, -1, -2])
      await store.put(part, 'minute', { start: addMinutes(midnight, offset), data: dataOf(offset + 3) }, 0, 'w');
    const read = await store.read(part, 'minute', addMinutes(midnight, -2), addMinutes(midnight, 2), NOW);
    expect(read.map(({ start }) => start - midnight)).toEqual([-2, -1, 0, 1]);
    expect(plain(read).map(({ data }) => data[0])).toEqual([1, 2, 3, 4]);
  });

  it('reads nothing of a range that holds no minute', async () => {
    const store = await open();
    await store.put(part, 'minute', { start: THIS_MINUTE, data: dataOf(1) }, 0, 'w');
    expect(await store.read(part, 'minute', THIS_MINUTE, THIS_MINUTE, NOW)).toEqual([]);
    expect(await store.read(part, 'minute', later(1), later(-1), NOW)).toEqual([]);
  });

  it('keeps units, metrics and attributes apart', async () => {
    const store = await open();
    // The names that attributes may have, and the whole, which has none.
    const parts = [
      part,
      { ...part, by: '' },
      { ...part, by: 'bank.b-c_1' },
      { ...part, by: 'Bank' },
      { ...part, id: 'other-metric' },
    ];
    const all = parts.flatMap((one) => rollupUnits.map((unit) => ({ one, unit })));
    for (const [index, { one, unit }] of all.entries())
      expect(await store.put(one, unit, { start: THIS_MINUTE, data: dataOf(index) }, 0, 'w')).toBe(true);
    for (const [index, { one, unit }] of all.entries())
      expect(plain(await store.read(one, unit, THIS_MINUTE, later(1), NOW))).toMatchObject([{ data: [index] }]);
  });

  it('reads more than fits into one page', async () => {
    const store = await open();
    for (let index = 0; index < 8; index++)
      await store.put(part, 'minute', { start: later(index), data: new Uint8Array(340_000).fill(index) }, 0, 'w');
    expect((await store.read(part, 'minute', THIS_MINUTE, later(8), NOW)).map(({ data }) => data[0])).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  it.each([
    ['minute', '35 days', days(35)],
    ['hour', '400 days', days(400)],
    ['day', '400 days', days(400)],
  ] as const)('does not read a %s that has expired, deleted or not: after %s', async (unit, _days, keep) => {
    const store = await open();
    await store.put(part, unit, { start: THIS_MINUTE, data: dataOf(1) }, 0, 'w');
    const expiry = addMs(NOW, keep);
    const read = (asOf: typeof NOW) => store.read(part, unit, THIS_MINUTE, later(1), asOf);
    expect(await read(addMs(expiry, durationMs(-1)))).toHaveLength(1);
    expect(await read(expiry)).toHaveLength(0);
  });

  it('has sealed nothing at first', async () => {
    expect(await (await open()).sealedThrough()).toBeUndefined();
  });

  it('moves the cursor from where it was read', async () => {
    const store = await open();
    expect(await store.advance(THIS_MINUTE, undefined, 'w')).toBe(true);
    expect(await store.sealedThrough()).toBe(THIS_MINUTE);
    expect(await store.advance(later(1), THIS_MINUTE, 'other')).toBe(true);
    expect(await store.sealedThrough()).toBe(later(1));
  });

  it('does not move a cursor that is elsewhere, and none back', async () => {
    const store = await open();
    await store.advance(THIS_MINUTE, undefined, 'w');
    await store.advance(later(5), THIS_MINUTE, 'w');
    const moves: readonly (readonly [EpochMinute, EpochMinute | undefined])[] = [
      [later(9), undefined],
      [later(9), THIS_MINUTE],
      [later(9), later(8)],
      [later(4), later(5)],
      [THIS_MINUTE, later(5)],
    ];
    for (const [through, from] of moves) expect(await store.advance(through, from, 'w')).toBe(false);
    expect(await store.sealedThrough()).toBe(later(5));
  });

  it.each([undefined, THIS_MINUTE])('lets one of two evaluators move the cursor from %s', async (from) => {
    const store = await open();
    if (from !== undefined) await store.advance(from, undefined, 'before');
    const moved = await Promise.all(
      ['first', 'second'].map((writer, index) => store.advance(later(index + 1), from, writer)),
    );
    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(await store.sealedThrough()).toBe(later(moved.indexOf(true) + 1));
  });

  it('does not take the same move of another for its own', async () => {
    const store = await open();
    await store.advance(THIS_MINUTE, undefined, 'first');
    expect(await store.advance(THIS_MINUTE, undefined, 'second')).toBe(false);
  });

  it('counts its own move, repeated after the answer got lost, as done', async () => {
    const store = await open();
    for (const from of [undefined, THIS_MINUTE]) {
      const through = from === undefined ? THIS_MINUTE : later(1);
      await store.advance(through, from, 'w');
      expect(await store.advance(through, from, 'w')).toBe(true);
    }
  });

  it('refuses to move a cursor that is gone', async () => {
    await expect((await open()).advance(THIS_MINUTE, later(-1), 'w')).rejects.toThrow(/SEAL.* is gone/);
  });
};
