import { expect, it } from 'vitest';
import { retention } from '../../shared/core/retention.ts';
import { addMinutes, addMs, durationMs } from '../../shared/core/units.ts';
import type { LateMarker, LateMarkers } from '../../shared/ports/late-markers.ts';
import { NOW, THIS_MINUTE } from '../support/builders.ts';

const aMarker = (overrides: Partial<LateMarker> = {}): LateMarker => ({
  minute: addMinutes(THIS_MINUTE, -10),
  segment: 'segment-1',
  writtenAt: NOW,
  ...overrides,
});
const after = (duration: number) => addMs(NOW, durationMs(duration));
const ALL = 1000;

/** What every store of late markers does. Each test gets an empty one. */
export const lateMarkersContract = (open: () => Promise<LateMarkers>): void => {
  it('has none at first', async () => {
    expect(await (await open()).read(NOW, ALL)).toEqual([]);
  });

  it('gives back each that was marked', async () => {
    const store = await open();
    const markers = [aMarker({ segment: 'a-_1' }), aMarker({ segment: 'b', writtenAt: after(1) })];
    expect(await store.mark(markers)).toEqual({ stored: 2, failures: [] });
    expect(await store.read(NOW, ALL)).toEqual(markers);
  });

  it('answers no markers without a write', async () => {
    expect(await (await open()).mark([])).toEqual({ stored: 0, failures: [] });
  });

  it('reads those of every shard, oldest minute first', async () => {
    const store = await open();
    const markers = Array.from({ length: 40 }, (_, index) =>
      aMarker({ segment: `segment-${index}`, minute: addMinutes(THIS_MINUTE, -((index * 7) % 40)) }),
    );
    await store.mark(markers);
    expect(await store.read(NOW, ALL)).toEqual(markers.toSorted((left, right) => left.minute - right.minute));
  });

  it('reads at most as many as asked for, and those are the oldest', async () => {
    const store = await open();
    await store.mark(
      Array.from({ length: 40 }, (_, index) =>
        aMarker({ segment: `segment-${index}`, minute: addMinutes(THIS_MINUTE, -((index * 7) % 40)) }),
      ),
    );
    for (const most of [0, 1, 7, 39, 40, 41])
      expect((await store.read(NOW, most)).map(({ minute }) => minute - THIS_MINUTE)).toEqual(
        Array.from({ length: Math.min(most, 40) }, (_, index) => index - 39),
      );
  });

  it('has the later time of a segment that is marked again, in whichever order', async () => {
    const store = await open();
    for (const time of [0, 2, 1, 2]) {
      expect(await store.mark([aMarker({ writtenAt: after(time) })])).toEqual({ stored: 1, failures: [] });
    }
    expect(await store.read(NOW, ALL)).toEqual([aMarker({ writtenAt: after(2) })]);
  });

  it('has the latest time where several mark a segment at once', async () => {
    const store = await open();
    const times = [3, 1, 4, 2, 0];
    await Promise.all(times.map((time) => store.mark([aMarker({ writtenAt: after(time) })])));
    expect(await store.read(NOW, ALL)).toEqual([aMarker({ writtenAt: after(4) })]);
  });

  it('keeps the minutes of one segment id apart', async () => {
    const store = await open();
    const markers = [aMarker(), aMarker({ minute: THIS_MINUTE })];
    await store.mark(markers);
    await store.remove(aMarker());
    expect(await store.read(NOW, ALL)).toEqual(markers.slice(1));
  });

  it('removes the one that it is given', async () => {
    const store = await open();
    await store.mark([aMarker({ segment: 'a' }), aMarker({ segment: 'b' })]);
    await store.remove(aMarker({ segment: 'a' }));
    expect(await store.read(NOW, ALL)).toEqual([aMarker({ segment: 'b' })]);
  });

  it('does not remove one that was written again since it was read', async () => {
    const store = await open();
    await store.mark([aMarker()]);
    await store.mark([aMarker({ writtenAt: after(1) })]);
    await store.remove(aMarker());
    expect(await store.read(NOW, ALL)).toEqual([aMarker({ writtenAt: after(1) })]);
  });

  it('removes nothing where there is nothing, and takes that for done', async () => {
    const store = await open();
    await store.mark([aMarker()]);
    await store.remove(aMarker());
    await store.remove(aMarker());
    expect(await store.read(NOW, ALL)).toEqual([]);
  });

  it('does not read what has expired with its segment, and lets it take no place', async () => {
    const store = await open();
    const minute = THIS_MINUTE;
    const next = addMinutes(minute, 1);
    await store.mark(Array.from({ length: 9 }, (_, index) => aMarker({ minute, segment: `old-${index}` })));
    await store.mark([aMarker({ minute: next, segment: 'new' })]);
    const expiry = addMs(NOW, retention.segment);
    expect(await store.read(addMs(expiry, durationMs(-1)), ALL)).toHaveLength(10);
    expect(await store.read(expiry, 1)).toEqual([aMarker({ minute: next, segment: 'new' })]);
  });
};
