import { describe, expect, it } from 'vitest';
import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { countRaw } from '../../shared/app/count-raw.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { seal, type SealDependencies } from '../../shared/app/seal.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { mergeRollups, rollupOf } from '../../shared/core/rollup/rollup.ts';
import { decodeRollup } from '../../shared/core/rollup/decode-rollup.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, type EpochMs, epochMs, minutes, seconds } from '../../shared/core/units.ts';
import type { RollupStore } from '../../shared/ports/rollups.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';
import { aGuardrail, aLatencyGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { at, aWorld, brittle } from '../support/world.ts';

const guardrails: readonly Guardrail[] = [aGuardrail({ by: ['bank'] }), aLatencyGuardrail({ by: ['method'] })];
const inTime = (tick: EpochMs): EpochMs => addMs(tick, seconds(35));

/** A world with some traffic in each of its first minutes. */
const withTraffic = async (length: number) => {
  const world = aWorld({ guardrails });
  for (let minute = 0; minute < length; minute++)
    await world.traffic(minute, minute % 7, 20 + (minute % 5), { bank: minute % 2 === 0 ? 'icbc' : 'ccb' });
  const sealAt = (minute: number, changed: Partial<SealDependencies> = {}) =>
    seal({ ...world.deps, clock: { now: () => at(minute) }, ...changed }, at(minute), `w${minute}`, inTime(at(minute)));
  return { ...world, sealAt };
};
type Sealed = Awaited<ReturnType<typeof withTraffic>>;

/** What the rollups of minutes 0 to `to` should hold, from the raw events alone. */
const expectRight = async ({ segments, deps: { rollups } }: Sealed, from: number, to: number): Promise<void> => {
  const asOf = at(to);
  for (const part of partsOf(guardrails)) {
    const stored = await rollups.read(part, 'minute', addMinutes(THIS_MINUTE, from), addMinutes(THIS_MINUTE, to), asOf);
    expect(stored).toHaveLength(to - from);
    for (const { start, data } of stored) expect(decodeRollup(data)).toEqual(await brute(segments, part, start));
    const hours = await rollups.read(part, 'hour', addMinutes(THIS_MINUTE, from), addMinutes(THIS_MINUTE, to), asOf);
    for (const { start, data } of hours) {
      const shorter = await rollups.read(part, 'minute', start, addMinutes(start, 60), asOf);
      expect(decodeRollup(data)).toEqual(mergeRollups(shorter.map((rollup) => decodeRollup(rollup.data))));
    }
  }
};

const brute = async (
  segments: SegmentStore,
  part: Parameters<typeof rollupOf>[0],
  start: Parameters<typeof rollupOf>[1],
) => {
  for await (const minute of segments.read(start, addMinutes(start, 1), at(0)))
    return rollupOf(part, start, dedupe(minute.segments.map((segment) => decodeSegment(segment))));
  return rollupOf(part, start, dedupe([]));
};

describe('sealing', () => {
  it('begins with the hour before and goes on minute by minute, two minutes behind', async () => {
    const world = await withTraffic(70);
    expect(await world.sealAt(63)).toMatchObject({ minutes: 61, behind: 0, resealed: 0 });
    expect(await world.deps.rollups.sealedThrough()).toBe(addMinutes(THIS_MINUTE, 60));
    expect(await world.sealAt(64)).toMatchObject({ minutes: 1, events: 21, behind: 0 });
    await expectRight(world, 0, 62);
  });

  it('makes the hour from its minutes and the day from its hours, when they are over', async () => {
    const world = await withTraffic(20);
    for (let minute = 3; minute <= 16 * 60 + 3; minute += 30) await world.sealAt(minute);
    const [part] = partsOf(guardrails);
    if (part === undefined) throw new Error('no part');
    const count = async (unit: 'hour' | 'day') =>
      (
        await world.deps.rollups.read(
          part,
          unit,
          addMinutes(THIS_MINUTE, -24 * 60),
          addMinutes(THIS_MINUTE, 24 * 60),
          at(0),
        )
      ).length;
    // The tests begin at nine, an hour is sealed before that: the day has not all of its hours, and is not told.
    expect([await count('hour'), await count('day')]).toEqual([17, 0]);
    await expectRight(world, 0, 16 * 60);
  });

  it('of a tick that comes before its time goes by the clock', async () => {
    const world = await withTraffic(5);
    await world.sealAt(10, { clock: { now: () => epochMs(at(10) - 20_000) } });
    expect(await world.deps.rollups.sealedThrough()).toBe(addMinutes(THIS_MINUTE, 6));
  });

  it('stops when its time is spent and goes on at the next tick, oldest first', async () => {
    const world = await withTraffic(70);
    let asked = 0;
    const clock = { now: (): EpochMs => epochMs(at(63) + 1_000 * asked++) };
    expect(await world.sealAt(63, { clock })).toMatchObject({ minutes: 35, behind: 26 });
    expect(await world.sealAt(64)).toMatchObject({ minutes: 27, behind: 0 });
    await expectRight(world, 0, 62);
  });

  it('waits ten minutes for a segment that it can not read, then goes on without it', async () => {
    const world = await withTraffic(5);
    const torn: SegmentStore = {
      ...world.segments,
      read: async function* (from, to, asOf) {
        for await (const { minute, segments } of world.segments.read(from, to, asOf))
          yield {
            minute,
            segments: segments.map((segment) => ({
              ...segment,
              version: minute === addMinutes(THIS_MINUTE, 2) ? 99 : segment.version,
            })),
          };
      },
    };
    await world.sealAt(11, { segments: torn });
    expect(await world.deps.rollups.sealedThrough()).toBe(addMinutes(THIS_MINUTE, 1));
    expect(await world.sealAt(12, { segments: torn })).toMatchObject({ behind: 0 });
  });

  it('ends the tick well where it fails, and says so', async () => {
    const world = await withTraffic(5);
    const rollups = brittle(world.deps.rollups, (_, method) => (method === 'put' ? 'before' : undefined));
    const report = await world.tick(6, { rollups });
    expect(report).toMatchObject({ status: 'done', sealError: expect.any(Error) as Error });
    expect(report).not.toHaveProperty('sealed');
  });

  it.each(['before', 'after'] as const)('a crash %s any call leaves nothing wrong behind', async (when) => {
    for (let crash = 1; crash <= 40; crash++) {
      const world = await withTraffic(4);
      let calls = 0;
      const rollups = brittle(world.deps.rollups, () => (++calls === crash ? when : undefined));
      for (let minute = 3; minute <= 8; minute++)
        await world.sealAt(minute, minute < 7 ? { rollups } : {}).catch(() => undefined);
      await expectRight(world, 0, 6);
    }
  });
});

it('an outage longer than raw events live leaves its minutes unknown, not empty', async () => {
  const world = await withTraffic(5);
  await world.sealAt(10);
  const eightDays = 8 * 24 * 60;
  await world.sealAt(eightDays);
  const [part] = partsOf(guardrails);
  if (part === undefined) throw new Error('no part');
  const known = async (from: number, to: number) =>
    (await world.deps.rollups.read(part, 'minute', addMinutes(THIS_MINUTE, from), addMinutes(THIS_MINUTE, to), at(0)))
      .length;
  expect(await known(8, 2 * 24 * 60)).toBe(0);
  expect(await known(2 * 24 * 60, eightDays)).toBe(6 * 24 * 60 - 2);
  expect(await world.deps.rollups.sealedThrough()).toBe(addMinutes(THIS_MINUTE, eightDays - 3));
});

describe('events that come late', () => {
  const late = async (world: Sealed, minute: number, now: number, id: string) => {
    const { segments } = encodeBatch([
      { id, source: 's', time: at(minute), type: 'payment', outcome: 'failed', attributes: { bank: 'icbc' } },
    ]);
    const markers = segments.map(({ id: segment, minute: of }) => ({ minute: of, segment, writtenAt: at(now) }));
    await world.deps.markers.mark(markers);
    await world.segments.put(segments);
  };
  const waiting = async ({ deps }: Sealed) => (await deps.markers.read(at(0), 100)).length;

  it('have their minute and its hour sealed again, and only once their segment is surely there', async () => {
    const world = await withTraffic(70);
    await world.sealAt(70);
    await late(world, 10, 70, 'late-1');
    expect(await world.sealAt(70)).toMatchObject({ resealed: 1, waiting: 1 });
    expect(await world.sealAt(71)).toMatchObject({ resealed: 1, waiting: 0 });
    expect(await world.sealAt(72)).toMatchObject({ resealed: 0, waiting: 0 });
    await expectRight(world, 0, 68);
  });

  it('in a minute that is not sealed yet wait for it', async () => {
    const world = await withTraffic(70);
    await world.sealAt(60);
    await late(world, 60, 60, 'late-2');
    expect(await world.sealAt(60)).toMatchObject({ resealed: 0, waiting: 1 });
    await world.sealAt(63);
    expect(await waiting(world)).toBe(0);
    await expectRight(world, 0, 61);
  });

  it('to an hour that takes longer than a tick are drained over several', async () => {
    const world = await withTraffic(70);
    await world.sealAt(70);
    const markers = Array.from({ length: 60 }, (_, minute) => ({
      minute: addMinutes(THIS_MINUTE, minute),
      segment: `s${minute}`,
      writtenAt: at(0),
    }));
    await world.deps.markers.mark(markers);
    const left: number[] = [];
    for (let tick = 71; tick < 75; tick++) {
      let now = at(tick);
      // Each minute takes a second.
      const clock = { now: (): EpochMs => (now = epochMs(now + 1_000)) };
      left.push((await world.sealAt(tick, { clock })).waiting);
    }
    expect(left).toEqual([expect.any(Number), 0, 0, 0]);
    expect(left[0]).toBeGreaterThan(20);
    await expectRight(world, 0, 68);
  });

  it('too old for their raw events to be whole are let be', async () => {
    const world = await withTraffic(5);
    await world.sealAt(10);
    await world.deps.markers.mark([{ minute: addMinutes(THIS_MINUTE, 1), segment: 'x', writtenAt: at(10) }]);
    const sixDays = 6 * 24 * 60;
    const behind = { rollups: await farAhead(sixDays) };
    expect(await world.sealAt(sixDays + 1, behind)).toMatchObject({ resealed: 0, waiting: 0 });
  });

  const farAhead = async (minute: number): Promise<RollupStore> => {
    const rollups = memoryRollups();
    await rollups.advance(addMinutes(THIS_MINUTE, minute - 5), undefined, 'w');
    return rollups;
  };

  it('are not lost where another evaluator sealed from an older reading', async () => {
    const world = await withTraffic(70);
    await world.sealAt(70);
    await late(world, 10, 65, 'late-3');
    // The other one reads raw before the late segment and writes after it.
    const { promise: read, resolve: hasRead } = Promise.withResolvers<void>();
    const { promise: go, resolve: release } = Promise.withResolvers<void>();
    const stale: RollupStore = {
      ...world.deps.rollups,
      put: async (...args) => {
        hasRead();
        await go;
        return world.deps.rollups.put(...args);
      },
    };
    const slow = world.sealAt(71, { rollups: stale });
    await read;
    await world.sealAt(71);
    release();
    await slow;
    await world.sealAt(72);
    await expectRight(world, 0, 69);
    expect(await waiting(world)).toBe(0);
  });
});

describe('counting from rollups', () => {
  it('comes to the same as counting everything from raw', async () => {
    const world = await withTraffic(90);
    for (let minute = 3; minute <= 90; minute += 1) await world.sealAt(minute);
    const window = { from: addMinutes(THIS_MINUTE, 30), to: addMinutes(THIS_MINUTE, 90) };
    const raw = await countRaw(world.segments).count(
      guardrails,
      { ...window, from: addMinutes(THIS_MINUTE, 0) },
      at(90),
    );
    const rolled = await countRolled(world.deps).count(guardrails, window, at(90));
    const plain = (counted: typeof raw) =>
      [...counted.series].map(([id, groups]) => [
        id,
        new Map([...groups].map(([group, all]) => [group, all.map(({ bad, total }) => [[...bad], [...total]])])),
      ]);
    expect(plain(rolled)).toEqual(plain(raw));
    expect(rolled.events).toBeLessThan(raw.events / 20);
  });

  it('tells the hours before as sums', async () => {
    const world = await withTraffic(200);
    for (let minute = 3; minute <= 200; minute++) await world.sealAt(minute);
    const window = { from: addMinutes(THIS_MINUTE, 140), to: addMinutes(THIS_MINUTE, 200) };
    const { series } = await countRolled(world.deps).count(guardrails, window, at(200));
    const [whole] = series.get('payment-failures')?.get('') ?? [];
    expect(whole?.from).toBe(addMinutes(THIS_MINUTE, 120));
    const hours = whole?.older?.slice(-2);
    expect(hours?.map(({ from }) => from)).toEqual([THIS_MINUTE, addMinutes(THIS_MINUTE, 60)]);
    expect(hours?.[0]).toMatchObject({ total: 60 * 22, minutes: 60 });
  });

  it('of a guardrail that is new reads raw where its rollups are missing', async () => {
    const world = await withTraffic(70);
    for (let minute = 3; minute <= 70; minute++) await world.sealAt(minute);
    const added = [...guardrails, aGuardrail({ id: 'new', bad: { outcome: ['declined', 'failed'] } })];
    const window = { from: addMinutes(THIS_MINUTE, 10), to: addMinutes(THIS_MINUTE, 70) };
    const { series, events } = await countRolled(world.deps).count(added, window, at(70));
    const [whole] = series.get('new')?.get('') ?? [];
    expect(whole?.total.reduce((sum, count) => sum + count, 0)).toBe(70 * 22);
    expect(events).toBe(70 * 22);
  });
});

it('a day of 4 320 marked minutes does not delay a tick', async () => {
  const world = await withTraffic(5);
  await world.sealAt(8);
  const markers = Array.from({ length: 4_320 }, (_, index) => ({
    minute: addMinutes(THIS_MINUTE, -index),
    segment: `s${index}`,
    writtenAt: at(0),
  }));
  await world.deps.markers.mark(markers);
  let now = at(9);
  // Each look at the clock costs 0.2 s.
  const clock = { now: (): EpochMs => (now = epochMs(now + 200)) };
  let ticks = 0;
  for (let left = 4_320; left > 0 && ticks < 400; ticks++) {
    const start = epochMs(now + 60_000);
    now = start;
    ({ waiting: left } = await seal({ ...world.deps, clock }, at(9), `t${ticks}`, inTime(start)));
    expect(now - start).toBeLessThan(minutes(1));
  }
  expect(await world.deps.markers.read(at(9), 10)).toEqual([]);
  expect(ticks).toBeGreaterThan(5);
});
