import { expect, it } from 'vitest';
import { ingest } from '../../shared/app/ingest.ts';
import { seal } from '../../shared/app/seal.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { decodeRollup } from '../../shared/core/rollup/decode-rollup.ts';
import { LARGEST_ROLLUP_BYTES } from '../../shared/core/rollup/packed-rollup.ts';
import { WHOLE } from '../../shared/core/rollup/series.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import {
  addMinutes,
  addMs,
  dayOf,
  type EpochMinute,
  hourOf,
  hours,
  MINUTES_PER_DAY,
  startOf,
} from '../../shared/core/units.ts';
import type { MinuteSegments } from '../../shared/ports/segments.ts';
import { rollupUnits } from '../../shared/ports/rollups.ts';
import { aGuardrail, anEvent, aWeightedGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { guardrails } from './past.ts';
import { emptyStores, type Stores } from './stores.ts';

/** What every rollup says, by unit, part and start. */
const everything = async ({ rollups }: Stores, rules = guardrails): Promise<ReadonlyMap<string, Buffer>> => {
  const all = new Map<string, Buffer>();
  const [from, to] = [addMinutes(THIS_MINUTE, -7 * MINUTES_PER_DAY), addMinutes(THIS_MINUTE, 7 * MINUTES_PER_DAY)];
  for (const part of partsOf(rules)) {
    for (const unit of rollupUnits) {
      for (const { start, data } of await rollups.read(part, unit, from, to, startOf(THIS_MINUTE)))
        all.set(`${unit} ${start} ${part.id} ${part.by}`, Buffer.from(data));
    }
  }
  return all;
};

const sealAt = (stores: Stores, minute: EpochMinute, rules = guardrails) => {
  const tick = startOf(minute);
  const until = addMs(tick, hours(1));
  return seal({ ...stores, guardrails: rules, clock: { now: () => tick } }, tick, `at-${minute}`, until);
};

it('an event that comes two days late changes its minute, its hour and its day, and nothing else', async () => {
  const stores = emptyStores();
  const midnight = dayOf(THIS_MINUTE);
  const now = addMinutes(midnight, 3 * MINUTES_PER_DAY);
  const events = Array.from({ length: 3 * 24 * 4 }, (_, index) =>
    anEvent({ time: startOf(addMinutes(midnight, 15 * index)) }),
  );
  await stores.segments.put(encodeBatch(events).segments);
  await sealAt(stores, addMinutes(midnight, 63));
  await sealAt(stores, now);
  const before = await everything(stores);

  const its = addMinutes(now, -2 * MINUTES_PER_DAY);
  const late = {
    id: 'late',
    source: 's',
    time: startOf(its),
    outcome: 'failed',
    latencyMs: 900,
    attributes: { bank: 'ccb' },
  };
  const outcome = await ingest(
    { ...stores, clock: { now: () => startOf(now) } },
    JSON.stringify({ events: [late] }),
    'batch',
  );
  expect(outcome).toMatchObject({ kind: 'stored', late: 1 });
  await sealAt(stores, addMinutes(now, 1));

  const after = await everything(stores);
  // Of the minutes that have come since nothing was known.
  const changed = [...after].filter(([key, data]) => before.has(key) && before.get(key)?.equals(data) === false);
  const parts = partsOf(guardrails).map(({ id, by }) => `${id} ${by}`);
  const expected = [`minute ${its}`, `hour ${hourOf(its)}`, `day ${dayOf(its)}`];
  expect(changed.map(([key]) => key).sort()).toEqual(
    expected.flatMap((start) => parts.map((part) => `${start} ${part}`)).sort(),
  );
  expect([...before.keys()].filter((key) => !after.has(key))).toEqual([]);
  expect(await stores.markers.read(startOf(now), 10)).toEqual([]);
});

it('an evaluator that stood still after its first reading of a minute does not take a late event out again', async () => {
  const stores = emptyStores();
  const [now, minute] = [addMinutes(THIS_MINUTE, 70), addMinutes(THIS_MINUTE, 10)];
  await sealAt(stores, now);
  const late = encodeBatch([anEvent({ time: startOf(minute) })]).segments;
  const writtenAt = startOf(addMinutes(now, -1));
  await stores.markers.mark(late.map(({ id }) => ({ minute, segment: id, writtenAt })));

  // Meanwhile the event arrives, and another evaluator seals its minute and removes the marker.
  const others = async (): Promise<void> => {
    await stores.segments.put(late);
    await sealAt(stores, now);
    expect(await stores.markers.read(startOf(now), 10)).toEqual([]);
  };
  let meanwhile: Promise<void> | undefined;
  const slow: Stores = {
    ...stores,
    rollups: {
      ...stores.rollups,
      read: async (...args) => {
        const found = await stores.rollups.read(...args);
        await (meanwhile ??= others());
        return found;
      },
    },
    segments: {
      ...stores.segments,
      read: async function* (...args) {
        const found: MinuteSegments[] = [];
        for await (const one of stores.segments.read(...args)) found.push(one);
        await (meanwhile ??= others());
        yield* found;
      },
    },
  };
  await sealAt(slow, now);
  const [part] = partsOf(guardrails);
  if (part === undefined) throw new Error('no part');
  for (const [unit, start] of [['minute', minute] as const, ['hour', hourOf(minute)] as const]) {
    const [found] = await stores.rollups.read(part, unit, start, addMinutes(start, 1), startOf(now));
    expect({ unit, total: found && decodeRollup(found.data).groups.get(WHOLE)?.total }).toEqual({ unit, total: 1 });
  }
});

it('the largest minute and the largest hour fit into an item each', async () => {
  const stores = emptyStores();
  const rules = [aGuardrail({ by: ['merchant'] }), aWeightedGuardrail({ by: ['merchant'] })];
  // Names as long as they may be that no compression makes shorter, and in the hour twice as many as in a minute.
  const nameOf = (index: number): string => {
    let [state, text] = [index + 1, ''];
    while (text.length < 128) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      text += String.fromCharCode(33 + ((state >>> 16) % 94));
    }
    return text;
  };
  for (const half of [0, 1]) {
    const events = Array.from({ length: 2_500 }, (_, index) =>
      anEvent({
        time: startOf(addMinutes(THIS_MINUTE, half)),
        outcome: index % 3 === 0 ? 'failed' : 'succeeded',
        amount: (index * 7_919_993) % 100_000_007,
        attributes: { merchant: nameOf(index + half * 2_500) },
      }),
    );
    await stores.segments.put(encodeBatch(events).segments);
  }
  await sealAt(stores, addMinutes(THIS_MINUTE, 3), rules);
  await sealAt(stores, addMinutes(THIS_MINUTE, 62), rules);
  const sizes = [...(await everything(stores, rules)).values()].map((data) => data.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(LARGEST_ROLLUP_BYTES);
  // They are large indeed, and each of them can be read.
  expect(sizes.filter((size) => size > 200_000).length).toBeGreaterThanOrEqual(4);
  for (const data of (await everything(stores, rules)).values())
    expect(decodeRollup(data).groups.size).toBeLessThanOrEqual(2_001);
}, 30_000);
