import { describe, expect, it } from 'vitest';
import { memoryPartHistories } from '../../shared/adapters/memory/part-histories.ts';
import { budgets } from '../../shared/budgets.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { partName } from '../../shared/core/history/part-histories.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { addMinutes, type EpochMs, epochMs, MINUTES_PER_DAY } from '../../shared/core/units.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';
import { aGuardrail, aLatencyGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { aSealedWorld, comesLate, minuteAt, sealedUntil } from '../support/sealed.ts';
import { recorded } from '../support/recorded.ts';
import { at, aWorld, brittle } from '../support/world.ts';

const old = aGuardrail();
const added = aGuardrail({ id: 'declines', bad: { outcome: ['failed'] } });
const both = [old, added];

/** Which raw minutes are read, each reading on its own. */
const watched = (segments: SegmentStore) => {
  const minutes: number[] = [];
  const watching: SegmentStore = {
    ...segments,
    read: (from, to, asOf) => {
      for (let minute = from; minute < to; minute = addMinutes(minute, 1)) minutes.push(minute - THIS_MINUTE);
      return segments.read(from, to, asOf);
    },
  };
  return { minutes, watching };
};

const nameOf = (guardrail: Guardrail): string => partsOf([guardrail]).map(partName).join();

/** By name, those that are not the same. */
const differing = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));

describe('a metric that is new after three days', () => {
  const threeDays = 3 * MINUTES_PER_DAY;

  it('is filled back in bounded steps, to what it would be had it been there from the start', async () => {
    const world = await sealedUntil(threeDays, [old]);
    let tick = threeDays;
    for (let unfilled = 1; unfilled > 0;) {
      const { minutes, watching } = watched(world.deps.segments);
      const report = await world.sealAt(++tick, both, { segments: watching });
      ({ unfilled } = report);
      expect(report.filled).toBeLessThanOrEqual(budgets.minutesFilledPerTick);
      // The minute that is sealed for the first time, and each of the others once, for all parts.
      expect(minutes).toHaveLength(1 + report.filled);
      expect(minutes.slice(1)).toEqual(minutes.slice(1).sort((left, right) => right - left));
    }
    // What lies behind is filled in 240 minutes a tick, and nothing is done twice.
    expect(tick - threeDays).toBe(Math.ceil((threeDays - 2) / budgets.minutesFilledPerTick));
    expect(await world.knownSince(both)).toEqual([0, 0]);

    const reference = await sealedUntil(threeDays, [added]);
    await reference.sealAt(tick, [added]);
    const found = await world.everything([added], tick);
    expect(differing(found, await reference.everything([added], tick))).toEqual([]);
    const count = (unit: string) => [...found.keys()].filter((key) => key.startsWith(`${unit} `)).length;
    expect([count('minute'), count('hour'), count('day')]).toEqual([tick - 2, 72, 2]);
  });
});

describe('what is filled back', () => {
  it('is nothing where a threshold changed: the metric is the same', async () => {
    const world = await sealedUntil(200, [old]);
    const before = await world.deps.histories.read();
    const changed = aGuardrail({ critical: { above: '9%' }, warning: { above: '2%' } });
    expect(await world.sealAt(201, [changed])).toMatchObject({ minutes: 1, filled: 0, unfilled: 0 });
    expect(await world.deps.histories.read()).toEqual(before);
    expect(await world.knownSince([changed])).toEqual([0]);
  });

  it('is a latency with another limit: it says what is slow', async () => {
    const world = await sealedUntil(200, [aLatencyGuardrail()]);
    const changed = [aLatencyGuardrail({ critical: { above: '900ms' } })];
    expect(await world.sealAt(201, changed)).toMatchObject({ filled: 198, unfilled: 0 });
    expect(await world.knownSince(changed)).toEqual([0]);
    expect(await world.wrong(changed)).toEqual([]);
  });

  it('is one attribute more, alone', async () => {
    const world = await sealedUntil(200, [old]);
    const { minutes, watching } = watched(world.deps.segments);
    const changed = [aGuardrail({ by: ['bank'] })];
    const before = await world.everything([old], 198);
    expect(await world.sealAt(201, changed, { segments: watching })).toMatchObject({ filled: 198 });
    expect(minutes).toHaveLength(199);
    expect(differing(await world.everything([old], 198), before)).toEqual([]);
    expect(await world.wrong(changed)).toEqual([]);
  });

  it('of metrics that came at different times is read once where both miss it', async () => {
    const world = await sealedUntil(600, [old]);
    const third = aLatencyGuardrail();
    await world.sealAt(601, both);
    const { minutes, watching } = watched(world.deps.segments);
    await world.sealAt(602, [...both, third], { segments: watching });
    // The newer of the two first, until it comes to where the other is.
    expect(await world.knownSince([...both, third])).toEqual([0, 358, 359]);
    expect(minutes).toEqual([599, ...Array.from({ length: 240 }, (_, index) => 598 - index)]);
    minutes.length = 0;
    await world.sealAt(603, [...both, third], { segments: watching });
    await world.sealAt(604, [...both, third], { segments: watching });
    expect(await world.knownSince([...both, third])).toEqual([0, 0, 0]);
    expect(minutes).toHaveLength(2 + 359);
    expect(await world.wrong([...both, third])).toEqual([]);
  });

  it('is nothing before sealing began, and nothing of which raw events are no longer whole', async () => {
    const sixDays = 6 * MINUTES_PER_DAY;
    const world = await aSealedWorld(0);
    await world.sealAt(63, [old]);
    // As it would lie there after six days: what is sealed meanwhile is not what this is about.
    await world.deps.rollups.advance(minuteAt(sixDays + 100), minuteAt(60), 'meanwhile');
    const { histories, rev } = await world.deps.histories.read();
    await world.deps.histories.save(
      { ...histories, parts: new Map([...histories.parts, [nameOf(added), minuteAt(200)]]) },
      rev,
      'meanwhile',
    );
    expect(await world.sealAt(sixDays + 104, both)).toMatchObject({ minutes: 1, filled: 96, unfilled: 0 });
    expect(await world.knownSince(both)).toEqual([0, 104]);
    expect(await world.sealAt(sixDays + 105, both)).toMatchObject({ minutes: 1, filled: 0 });
  });

  it('is nothing of a deployment that has sealed before histories were kept', async () => {
    const world = await sealedUntil(200, [old]);
    const histories = memoryPartHistories();
    expect(await world.sealAt(201, both, { histories })).toMatchObject({ minutes: 1, filled: 0, unfilled: 0 });
    expect(await histories.read()).toEqual({
      histories: {
        begin: minuteAt(198),
        parts: new Map(both.flatMap((rule) => [[nameOf(rule), minuteAt(198)] as const])),
        entering: new Set(),
      },
      rev: 2,
    });
    expect(await world.sealAt(202, [...both, aLatencyGuardrail()], { histories })).toMatchObject({
      filled: 1,
      unfilled: 0,
    });
  });

  it('is what a rule missed that was away, and until then no gap counts as known', async () => {
    const world = await sealedUntil(400, both);
    await world.sealAt(800, [old]);
    expect(await world.knownSince(both)).toEqual([0, undefined]);
    // An event of a minute that it knew comes while it is away.
    await comesLate(world, 100, 800);
    await world.sealAt(801, [old]);
    await world.sealAt(802, [old]);
    expect(await world.deps.markers.read(at(802), 10)).toEqual([]);
    const since: (number | undefined)[] = [];
    for (let tick = 803; tick < 808; tick++) {
      await world.sealAt(tick, both);
      since.push((await world.knownSince(both))[1]);
      expect(await world.wrong(both)).toEqual([]);
    }
    expect(since).toEqual([560, 320, 80, 0, 0]);
    const reference = await aSealedWorld(900);
    await comesLate(reference, 100, 0);
    await reference.sealAt(63, both);
    await reference.sealAt(807, both);
    expect(differing(await world.everything(both, 808), await reference.everything(both, 808))).toEqual([]);
  });

  it('takes the hour in which it ends with it, where older minutes of it are there', async () => {
    const world = await sealedUntil(200, both);
    await world.sealAt(201, [old]);
    // As where raw events are whole from minute 90 on.
    const { histories, rev } = await world.deps.histories.read();
    await world.deps.histories.save({ ...histories, begin: minuteAt(90) }, rev, 'meanwhile');
    await comesLate(world, 100, 100);
    await world.sealAt(202, [old]);
    expect(await world.sealAt(203, both)).toMatchObject({ filled: 110, unfilled: 0 });
    const reference = await aSealedWorld(700);
    await comesLate(reference, 100, 0);
    await reference.sealAt(63, both);
    await reference.sealAt(203, both);
    expect(differing(await world.everything(both, 203), await reference.everything(both, 203))).toEqual([]);
  });

  it('begins anew where minutes were left out for good', async () => {
    const world = await sealedUntil(200, both);
    const nineDays = 9 * MINUTES_PER_DAY;
    // Two ticks: one seals what it can in its time, from where raw events are whole.
    let now = at(nineDays);
    const clock = { now: (): EpochMs => (now = epochMs(now + 60_000)) };
    await world.sealAt(nineDays, both, { clock });
    const oldest = 3 * MINUTES_PER_DAY;
    expect(await world.knownSince(both)).toEqual([oldest, oldest]);
    expect(await world.wrong(both)).toEqual([]);
  });

  it('waits for a segment that can not be read yet', async () => {
    const world = await sealedUntil(200, [old]);
    const torn: SegmentStore = {
      ...world.deps.segments,
      read: async function* (...args) {
        for await (const { minute, segments } of world.deps.segments.read(...args)) {
          const isTorn = minute === minuteAt(197) || minute === minuteAt(100);
          yield { minute, segments: isTorn ? segments.map((segment) => ({ ...segment, version: 99 })) : segments };
        }
      },
    };
    expect(await world.sealAt(201, both, { segments: torn })).toMatchObject({ minutes: 1, filled: 0, unfilled: 1 });
    // It is ten minutes old by then; the other one is far older, and both are left out.
    expect(await world.sealAt(207, both, { segments: torn })).toMatchObject({ minutes: 6, filled: 198, unfilled: 0 });
  });
});

describe('a tick', () => {
  /** Ticks under the old rule each few minutes; nothing fails until minute 198, then nearly everything. */
  const running = async () => {
    const world = aWorld({ guardrails: [old] });
    for (let minute = 0; minute < 201; minute++) await world.traffic(minute, minute < 198 ? 0 : 80, 100);
    for (const minute of [63, 190]) await world.tick(minute);
    return world;
  };

  it('tells first and fills back then, and says since when the guardrail is counted', async () => {
    const world = await running();
    const calls: string[] = [];
    const { watching } = watched(world.segments);
    const publisher = recorded(world.publisher, 'publish', () => calls.push('publish'));
    const rollups = recorded(world.deps.rollups, 'put', () => calls.push('put'));
    const report = await world.tick(200, { guardrails: both, publisher, rollups, segments: watching });
    expect(report).toMatchObject({
      status: 'done',
      judged: 2,
      sent: 2,
      sealed: { minutes: 10, filled: 188, unfilled: 0 },
    });
    expect(calls.lastIndexOf('publish')).toBeLessThan(calls.indexOf('put'));
    // Three hours and twenty minutes are sealed; what a tick reads raw goes two hours back.
    expect(report.warmingUp).toEqual({ declines: minuteAt(120) });
    expect(report.decisions).toEqual({
      'payment-failures': 'opened',
      declines: 'opened; warming up: counted from 2026-03-02 11:00 UTC on',
    });
    const next = await world.tick(201, { guardrails: both });
    expect(next.warmingUp).toEqual({});
    expect(next.decisions['declines']).not.toContain('warming up');
  });

  it('judges all the same where it can not be read what is known', async () => {
    const world = await running();
    const histories = brittle(world.deps.histories, (call) => (call === 1 ? 'before' : undefined));
    expect(await world.tick(200, { guardrails: both, histories })).toMatchObject({
      status: 'done',
      judged: 2,
      failures: [],
      sent: 2,
      warmingUp: {},
      sealed: { filled: 188 },
    });
  });
});
