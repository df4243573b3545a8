import { expect, it } from 'vitest';
import { retention } from '../../shared/core/retention.ts';
import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, type EpochMinute, epochMs, startOf } from '../../shared/core/units.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';
import { anEvent, NOW, THIS_MINUTE } from '../support/builders.ts';

const segmentAt = (minute: EpochMinute): EncodedSegment => {
  const [segment] = encodeBatch([anEvent({ time: startOf(minute) })]).segments;
  if (segment === undefined) throw new Error('no segment');
  return segment;
};

const idsOf = async (
  store: SegmentStore,
  from: EpochMinute,
  to: EpochMinute,
  asOf = NOW,
): Promise<Record<number, string[]>> => {
  const ids: Record<number, string[]> = {};
  for await (const { minute, segments } of store.read(from, to, asOf))
    ids[minute] = segments.map(({ id }) => id).sort();
  return ids;
};

/** What every segment store does. Each test gets an empty one. */
export const segmentStoreContract = (open: () => Promise<SegmentStore>): void => {
  it('gives back what was put, byte for byte', async () => {
    const store = await open();
    const segment = segmentAt(THIS_MINUTE);
    expect(await store.put([segment])).toEqual({ stored: 1, failures: [] });
    for await (const { segments } of store.read(THIS_MINUTE, addMinutes(THIS_MINUTE, 1), NOW)) {
      expect(segments).toHaveLength(1);
      expect(segments[0]).toMatchObject({ id: segment.id, minute: THIS_MINUTE, version: segment.version });
      expect(Buffer.from(segments[0]?.data ?? [])).toEqual(Buffer.from(segment.data));
    }
  });

  it('keeps one of a segment that is put twice', async () => {
    const store = await open();
    const segment = segmentAt(THIS_MINUTE);
    await store.put([segment]);
    await store.put([segment]);
    expect(await idsOf(store, THIS_MINUTE, addMinutes(THIS_MINUTE, 1))).toEqual({ [THIS_MINUTE]: [segment.id] });
  });

  it('reads the minutes of the range and no others, in order, over the turn of an hour', async () => {
    const store = await open();
    const minutes = Array.from({ length: 9 }, (_, index) => addMinutes(THIS_MINUTE, index - 5));
    await store.put(minutes.map(segmentAt));
    const read = Object.keys(await idsOf(store, addMinutes(THIS_MINUTE, -3), addMinutes(THIS_MINUTE, 2))).map(Number);
    expect(read).toEqual([-3, -2, -1, 0, 1].map((offset) => THIS_MINUTE + offset));
  });

  it('finds every segment of a minute, whichever shard it lies in', async () => {
    const store = await open();
    const segments = Array.from({ length: 40 }, () => segmentAt(THIS_MINUTE));
    await store.put(segments);
    expect(await idsOf(store, THIS_MINUTE, addMinutes(THIS_MINUTE, 1))).toEqual({
      [THIS_MINUTE]: segments.map(({ id }) => id).sort(),
    });
  });

  it('reads more than fits into one page', async () => {
    const store = await open();
    const segments = Array.from({ length: 16 }, (_, index) => ({
      ...segmentAt(THIS_MINUTE),
      data: new Uint8Array(340_000).fill(index),
    }));
    expect((await store.put(segments)).failures).toEqual([]);
    expect((await idsOf(store, THIS_MINUTE, addMinutes(THIS_MINUTE, 1)))[THIS_MINUTE]).toHaveLength(16);
  });

  it('does not read what has expired, deleted or not', async () => {
    const store = await open();
    await store.put([segmentAt(THIS_MINUTE)]);
    const read = (asOf: number) => idsOf(store, THIS_MINUTE, addMinutes(THIS_MINUTE, 1), epochMs(asOf));
    const expiry = addMs(NOW, retention.segment);
    expect(Object.keys(await read(expiry - 1))).toHaveLength(1);
    expect(Object.keys(await read(expiry))).toHaveLength(0);
  });

  it('answers an empty put without a write', async () => {
    expect(await (await open()).put([])).toEqual({ stored: 0, failures: [] });
  });
};
