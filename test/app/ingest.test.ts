import { describe, expect, it } from 'vitest';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { ingest, type IngestDependencies } from '../../shared/app/ingest.ts';
import { addMinutes, addMs, durationMs, epochMs, type EpochMs, seconds, startOf } from '../../shared/core/units.ts';
import type { LateMarkers } from '../../shared/ports/late-markers.ts';
import { aRawEvent, NOW, THIS_MINUTE } from '../support/builders.ts';
import { eventsIn } from '../support/segment-stores.ts';

const fault = new Error('throttled');
const batchOf = (...events: readonly unknown[]): string => JSON.stringify({ events });
/** An event of the minute this many minutes after THIS_MINUTE, at its end. */
const eventAt = (offset: number, overrides: Record<string, unknown> = {}) =>
  aRawEvent({ time: startOf(addMinutes(THIS_MINUTE, offset + 1)) - 1, ...overrides });

/** Ingest over memory, with every call of its stores written down when it begins and when it ends. */
const watched = (overrides: Partial<IngestDependencies> = {}) => {
  const calls: string[] = [];
  const segments = overrides.segments ?? memorySegments();
  const markers = overrides.markers ?? memoryLateMarkers();
  const dependencies: IngestDependencies = {
    clock: { now: () => NOW },
    ...overrides,
    segments: {
      ...segments,
      put: async (all, signal) => {
        calls.push(`put ${all.length}`);
        return segments.put(all, signal);
      },
    },
    markers: {
      ...markers,
      mark: async (all, signal) => {
        calls.push(`mark ${all.length}`);
        const outcome = await markers.mark(all, signal);
        calls.push('marked');
        return outcome;
      },
    },
  };
  return {
    calls,
    segments,
    markers,
    take: (body: string, signal?: AbortSignal) => ingest(dependencies, body, 'batch', signal),
    marked: () => markers.read(NOW, 1000),
  };
};

const clockAt = (now: EpochMs) => ({ clock: { now: () => now } });
const markersThat = (mark: LateMarkers['mark']): LateMarkers => ({ ...memoryLateMarkers(), mark });

describe('a segment is late', () => {
  // Sealed two minutes after its end at the soonest; a write takes 10 s at most, and clocks differ by 5 s.
  const late = addMs(startOf(addMinutes(THIS_MINUTE, 1)), seconds(105));

  it.each<[string, EpochMs, number]>([
    ['not when its minute has just ended', startOf(addMinutes(THIS_MINUTE, 1)), 0],
    ['not a millisecond before 1:45 after the end of its minute', addMs(late, durationMs(-1)), 0],
    ['1:45 after the end of its minute', late, 1],
    ['a millisecond later', addMs(late, durationMs(1)), 1],
    ['three days later', addMs(NOW, durationMs(3 * 86_400_000)), 1],
  ])('%s', async (_sentence, now, count) => {
    const { take, marked } = watched(clockAt(now));
    expect(await take(batchOf(eventAt(0)))).toMatchObject({ kind: 'stored', late: count });
    expect(await marked()).toHaveLength(count);
  });

  it('by its minute, wherever in it its events lie', async () => {
    const { take } = watched(clockAt(addMs(late, durationMs(-1))));
    expect(await take(batchOf(aRawEvent({ time: NOW })))).toMatchObject({ late: 0 });
  });

  it('by the time at which it is written, not that at which the batch came', async () => {
    const times = [addMs(late, durationMs(-1)), late];
    const { take, marked } = watched({ clock: { now: () => times.shift() ?? epochMs(Number.NaN) } });
    expect(await take(batchOf(eventAt(0)))).toMatchObject({ late: 1 });
    expect(await marked()).toMatchObject([{ minute: THIS_MINUTE, writtenAt: late }]);
  });
});

describe('a batch with late events', () => {
  const mixed = batchOf(eventAt(-20), eventAt(-20), eventAt(-10), eventAt(0));

  it('has the marker of each late segment written to its end before any segment is', async () => {
    const { take, calls } = watched();
    await take(mixed);
    expect(calls).toEqual(['mark 2', 'marked', 'put 3']);
  });

  it('has markers of the late segments only, each with the id that its segment is stored under', async () => {
    const { take, marked, segments } = watched();
    await take(mixed);
    const stored = [];
    for await (const { minute, segments: all } of segments.read(addMinutes(THIS_MINUTE, -20), THIS_MINUTE, NOW))
      stored.push(...all.map(({ id }) => ({ minute, segment: id, writtenAt: NOW })));
    expect(stored).toHaveLength(2);
    expect(await marked()).toEqual(stored);
  });

  it('counts the events that came late, a copy once and a refused one not at all', async () => {
    const copied = eventAt(-10);
    const { take } = watched();
    const outcome = await take(batchOf(copied, copied, eventAt(-10), eventAt(-10, { latencyMs: -1 }), eventAt(0)));
    expect(outcome).toMatchObject({ late: 2, report: { accepted: 3, duplicates: 1, rejected: 1 } });
  });

  it('says nothing of them to the producer', async () => {
    const outcome = await watched().take(mixed);
    expect(outcome.kind === 'stored' && Object.keys(outcome.report).sort()).toEqual([
      'accepted',
      'conflicts',
      'duplicates',
      'errors',
      'rejected',
    ]);
  });

  it.each([
    ['one fails', 1],
    ['all fail', 2],
  ])('is not stored, no event of it, when of its markers %s: the producer sends all again', async (_, failing) => {
    const { take, calls, segments } = watched({
      markers: markersThat(async (all) => ({
        stored: all.length - failing,
        failures: Array.from({ length: failing }, () => fault),
      })),
    });
    expect(await take(mixed)).toEqual({ kind: 'unavailable', failures: Array.from({ length: failing }, () => fault) });
    expect(calls).not.toContain('put 3');
    expect(await eventsIn(segments)).toBe(0);
  });

  it('is not stored when the markers throw', async () => {
    const { take, segments } = watched({ markers: markersThat(() => Promise.reject(fault)) });
    await expect(take(mixed)).rejects.toThrow(fault);
    expect(await eventsIn(segments)).toBe(0);
  });

  it('is marked again when it is sent again, from the time of the second sending', async () => {
    let now = NOW;
    const { take, calls, marked, segments } = watched({ clock: { now: () => now } });
    await take(mixed);
    now = addMs(now, seconds(40));
    await take(mixed);
    expect(calls).toEqual(['mark 2', 'marked', 'put 3', 'mark 2', 'marked', 'put 3']);
    expect((await marked()).map(({ writtenAt }) => writtenAt - NOW)).toEqual([40_000, 40_000]);
    expect(await eventsIn(segments)).toBe(4);
  });

  it('gives up its markers when the time to answer has come, and then writes no segment', async () => {
    const giveUp = new AbortController();
    const { take, segments } = watched({
      markers: markersThat(
        (all, signal) =>
          new Promise((resolve) => {
            signal?.addEventListener('abort', () =>
              resolve({ stored: 0, failures: all.map((): unknown => signal.reason) }),
            );
          }),
      ),
    });
    const outcome = take(mixed, giveUp.signal);
    giveUp.abort(fault);
    expect(await outcome).toEqual({ kind: 'unavailable', failures: [fault, fault] });
    expect(await eventsIn(segments)).toBe(0);
  });
});

describe('what no marker is written for', () => {
  it.each([
    ['a batch that comes in time', batchOf(eventAt(-1), eventAt(0), eventAt(4)), ['put 3']],
    ['a batch of no events', batchOf(), ['put 0']],
    ['a late event that is refused', batchOf(eventAt(-10, { latencyMs: -1 })), ['put 0']],
    ['a batch that can not be read', '{"events"', []],
  ])('%s', async (_sentence, body, expected) => {
    const { take, calls } = watched();
    await take(body);
    expect(calls).toEqual(expected);
  });
});
