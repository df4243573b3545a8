import { describe, expect, it } from 'vitest';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { type MinuteReader, readNewestFirst } from '../../shared/app/read-newest.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, type EpochMinute, startOf } from '../../shared/core/units.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';
import { anEvent, NOW, THIS_MINUTE } from '../support/builders.ts';

const ago = (minutes: number): EpochMinute => addMinutes(THIS_MINUTE, -minutes);

/** A store with one event in each of these minutes, and the ranges that are read of it, in minutes ago. */
const storeOf = async (minutes: readonly number[]): Promise<{ store: SegmentStore; read: [number, number][] }> => {
  const inner = memorySegments();
  await inner.put(encodeBatch(minutes.map((minute) => anEvent({ time: startOf(ago(minute)) }))).segments);
  const read: [number, number][] = [];
  return {
    read,
    store: {
      ...inner,
      read: (from, to, asOf) => {
        read.push([THIS_MINUTE - from, THIS_MINUTE - to]);
        return inner.read(from, to, asOf);
      },
    },
  };
};
/** Takes minutes, in minutes ago, until it has enough. */
const readerOf = (wanted: (minutesAgo: number) => boolean, enough = Infinity): MinuteReader & { taken: number[] } => {
  const taken: number[] = [];
  return {
    taken,
    wants: (minute) => taken.length < enough && wanted(THIS_MINUTE - minute),
    add: (minute, { events }) => {
      for (let event = 0; event < events; event++) taken.push(THIS_MINUTE - minute);
    },
  };
};
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const span = (from: number) => ({ from: ago(from), to: THIS_MINUTE });

describe('minutes are read backwards', () => {
  it('each once, in rounds of up to ten', async () => {
    const { store, read } = await storeOf(range(1, 40));
    const reader = readerOf(() => true);
    await readNewestFirst(store, span(40), [reader], NOW);
    expect(reader.taken).toEqual(range(1, 40));
    expect(read).toEqual([
      [1, 0],
      [3, 1],
      [7, 3],
      [15, 7],
      [25, 15],
      [35, 25],
      [40, 35],
    ]);
  });

  it('once for all readers, and only those that any wants', async () => {
    const { store, read } = await storeOf(range(1, 40));
    const [newest, oldest] = [readerOf((minute) => minute <= 3), readerOf((minute) => minute > 30)];
    await readNewestFirst(store, span(40), [newest, oldest], NOW);
    expect([newest.taken, oldest.taken]).toEqual([range(1, 3), range(31, 40)]);
    expect(read.map(([from, to]) => from - to).reduce((sum, minutes) => sum + minutes, 0)).toBe(13);
  });

  it('until nobody wants more: nothing older is read but the rest of the round', async () => {
    const { store, read } = await storeOf(range(1, 40));
    const reader = readerOf(() => true, 5);
    await readNewestFirst(store, span(40), [reader], NOW);
    expect(reader.taken).toEqual(range(1, 5));
    expect(read.at(-1)).toEqual([7, 3]);
  });

  it('fewer at a time where they are large: no more than 8 MB are held', async () => {
    const { store, read } = await storeOf(range(1, 7));
    const large: SegmentStore = {
      ...store,
      read: async function* (from, to, asOf) {
        for await (const { minute, segments } of store.read(from, to, asOf))
          yield { minute, segments: segments.map((segment) => ({ ...segment, data: new Uint8Array(3_000_000) })) };
      },
    };
    await readNewestFirst(large, span(7), [readerOf(() => true)], NOW);
    expect(read).toEqual([
      [1, 0],
      [3, 1],
      [5, 3],
      [7, 5],
    ]);
  });

  it('past minutes without events', async () => {
    const { store } = await storeOf([2, 20]);
    const reader = readerOf(() => true);
    await readNewestFirst(store, span(40), [reader], NOW);
    expect(reader.taken).toEqual([2, 20]);
  });

  it('without copies, and without segments that can not be read', async () => {
    const segments = memorySegments();
    const [one, other] = [anEvent({ time: startOf(ago(1)) }), anEvent({ time: startOf(ago(1)) })];
    for (const batch of [[one], [one, other], [anEvent({ time: startOf(ago(1)) })]])
      await segments.put(encodeBatch(batch).segments);
    const [broken] = encodeBatch([anEvent({ time: startOf(ago(1)) })]).segments;
    if (broken === undefined) throw new Error('a segment');
    await segments.put([{ ...broken, data: broken.data.slice(1) }]);
    const reader = readerOf(() => true);
    await readNewestFirst(segments, span(5), [reader], NOW);
    expect(reader.taken).toEqual([1, 1, 1]);
  });
});
