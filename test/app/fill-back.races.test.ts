import { describe, expect, it } from 'vitest';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { type EpochMs, epochMs } from '../../shared/core/units.ts';
import type { PartHistoryStore } from '../../shared/ports/part-histories.ts';
import type { MinuteSegments, SegmentStore } from '../../shared/ports/segments.ts';
import { aGuardrail } from '../support/builders.ts';
import { aSealedWorld, comesLate, minuteAt, sealedUntil } from '../support/sealed.ts';
import { at, brittle } from '../support/world.ts';

const old = aGuardrail();
const added = aGuardrail({ id: 'declines', bad: { outcome: ['failed'] } });
const both = [old, added];

describe('filling back', () => {
  it('stops when the time of the tick is spent, and goes on at the next', async () => {
    const world = await sealedUntil(200, [old]);
    let now = at(201);
    const clock = { now: (): EpochMs => (now = epochMs(now + 60_000)) };
    // Of the sixty minutes that there are, each look at the clock takes one.
    const { filled } = await world.sealAt(201, both, { clock });
    expect(filled).toBeGreaterThan(40);
    expect(filled).toBeLessThan(60);
    expect(await world.knownSince(both)).toEqual([0, 198 - filled]);
    expect(await world.sealAt(202, both)).toMatchObject({ filled: 198 - filled, unfilled: 0 });
    expect(await world.wrong(both)).toEqual([]);
  });

  it('loses no more than an hour where a tick ends in the middle of it', async () => {
    const world = await sealedUntil(200, [old]);
    const rollups: typeof world.deps.rollups = {
      ...world.deps.rollups,
      put: (...args) =>
        args[2].start === minuteAt(70) ? Promise.reject(new Error('ended')) : world.deps.rollups.put(...args),
    };
    await expect(world.sealAt(201, both, { rollups })).rejects.toThrow('ended');
    expect(await world.knownSince(both)).toEqual([0, 120]);
    expect(await world.wrong(both)).toEqual([]);
  });

  it('does not put an older reading in the place of a re-seal', async () => {
    const world = await sealedUntil(200, [old]);
    let meanwhile: Promise<unknown> | undefined;
    // Between its reading of minute 150 and its writing, an event of that minute comes late and is sealed by another.
    const others = async (): Promise<void> => {
      await comesLate(world, 150, 200);
      await world.sealAt(202, both);
    };
    const slow: SegmentStore = {
      ...world.deps.segments,
      read: async function* (...args) {
        const found: MinuteSegments[] = [];
        for await (const one of world.deps.segments.read(...args)) found.push(one);
        if (args[0] === minuteAt(150)) await (meanwhile ??= others());
        yield* found;
      },
    };
    await world.sealAt(201, both, { segments: slow });
    expect(await world.wrong(both)).toEqual([]);
    await world.sealAt(203, both);
    expect(await world.knownSince(both)).toEqual([0, 0]);
    expect(await world.wrong(both)).toEqual([]);
  });

  it('reads what is due of a late event also where the other evaluator does not know the metric', async () => {
    const world = await sealedUntil(200, [old]);
    await comesLate(world, 150, 150);
    // The one with the old rules has read the markers when the other fills back from before the event.
    let meanwhile: Promise<unknown> | undefined;
    const markers = {
      ...world.deps.markers,
      read: async (...args: Parameters<typeof world.deps.markers.read>) => {
        const found = await world.deps.markers.read(...args);
        await (meanwhile ??= world.sealAt(202, both, { markers: memoryLateMarkers() }));
        return found;
      },
    };
    expect(await world.sealAt(201, [old], { markers })).toMatchObject({ resealed: 1 });
    expect(await world.deps.markers.read(at(202), 10)).toHaveLength(1);
    await world.sealAt(203, both);
    expect(await world.deps.markers.read(at(202), 10)).toEqual([]);
    expect(await world.wrong(both)).toEqual([]);
  });

  it.each([
    ['before it has let the metric enter', 'read'],
    ['before it has said that the metric is known', 'save'],
  ] as const)('an evaluator of the old rules that seals beside it, %s, leaves no gap', async (_sentence, method) => {
    const world = await sealedUntil(200, [old]);
    let meanwhile: Promise<unknown> | undefined;
    const others = () => (meanwhile ??= world.sealAt(203, [old]));
    const { histories } = world.deps;
    const slow: PartHistoryStore = {
      read: async () => {
        const found = await histories.read();
        if (method === 'read') await others();
        return found;
      },
      save: async (...args) => {
        // Its second save, after the cursor was moved.
        if (method === 'save' && args[0].entering.size === 0) await others();
        return histories.save(...args);
      },
    };
    await world.sealAt(202, both, { histories: slow });
    expect(await world.wrong(both)).toEqual([]);
    await world.sealAt(204, both);
    expect(await world.knownSince(both)).toEqual([0, 0]);
    expect(await world.wrong(both)).toEqual([]);
  });

  it('an evaluator of the old rules that had read before the metric entered can not pass its minute unseen', async () => {
    const world = await sealedUntil(200, [old]);
    // The old one has read the cursor and the histories; the new one lets the metric enter, and ends there.
    let meanwhile: Promise<unknown> | undefined;
    const dying = { ...world.deps.rollups, advance: () => Promise.reject(new Error('ended')) };
    const segments: SegmentStore = {
      ...world.deps.segments,
      read: async function* (...args) {
        await (meanwhile ??= world.sealAt(201, both, { rollups: dying }).catch(() => undefined));
        yield* world.deps.segments.read(...args);
      },
    };
    expect(await world.sealAt(205, [old], { segments })).toMatchObject({ minutes: 5 });
    expect((await world.deps.histories.read()).histories.entering.size).toBe(1);
    await world.sealAt(206, both);
    expect(await world.wrong(both)).toEqual([]);
    expect(await world.knownSince(both)).toEqual([0, 0]);
  });

  it('an evaluator of the old rules that begins while the metric enters does not go on from where the other ends', async () => {
    const world = await sealedUntil(200, [old]);
    // Between the first two things that it reads, whichever they are.
    let meanwhile: Promise<unknown> | undefined;
    const others = () => (meanwhile ??= world.sealAt(201, both));
    const { histories, rollups } = world.deps;
    const thenOthers = async <Found>(found: Promise<Found>): Promise<Found> => {
      const answer = await found;
      await others();
      return answer;
    };
    await world.sealAt(205, [old], {
      histories: { ...histories, read: () => thenOthers(histories.read()) },
      rollups: { ...rollups, sealedThrough: () => thenOthers(rollups.sealedThrough()) },
    });
    expect(await world.wrong(both)).toEqual([]);
  });

  it('an evaluator that finds what another has saved in between moves no cursor', async () => {
    const world = await sealedUntil(200, both);
    const { histories } = world.deps;
    // Another that fills back, say.
    const busy: PartHistoryStore = {
      read: async () => {
        const found = await histories.read();
        await histories.save(found.histories, found.rev, 'other');
        return found;
      },
      save: (...args) => histories.save(...args),
    };
    expect(await world.sealAt(205, [old], { histories: busy })).toMatchObject({ minutes: 0, behind: 5 });
    expect(await world.sealAt(205, [old])).toMatchObject({ minutes: 5, behind: 0 });
    expect(await world.knownSince(both)).toEqual([0, undefined]);
  });

  it.each(['before', 'after'] as const)('killed %s any call leaves nothing that is wrong', async (when) => {
    let crashes = 0;
    for (let isOver = false; !isOver; crashes++) {
      const world = await aSealedWorld(90);
      // From minute 50 on, so that an hour begins in between.
      await world.deps.rollups.advance(minuteAt(49), undefined, 'before');
      await world.sealAt(75, [old]);
      let calls = 0;
      const fails = (): 'before' | 'after' | undefined => (++calls === crashes + 1 ? when : undefined);
      const { rollups, histories, markers } = world.deps;
      const brittles = {
        rollups: brittle(rollups, fails),
        histories: brittle(histories, fails),
        markers: brittle(markers, fails),
      };
      await world.sealAt(77, both, brittles).catch(() => undefined);
      isOver = calls <= crashes;
      expect(await world.wrong(both)).toEqual([]);
      expect(await world.sealAt(78, both)).toMatchObject({ behind: 0, unfilled: 0 });
      expect(await world.knownSince(both)).toEqual([50, 50]);
      expect(await world.wrong(both)).toEqual([]);
    }
    // Each minute takes two calls at least.
    expect(crashes).toBeGreaterThan(50);
  });
});
