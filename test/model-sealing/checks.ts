import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { countRaw } from '../../shared/app/count-raw.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { type Part, partsOf } from '../../shared/core/rollup/part.ts';
import { mergeRollups, type Rollup, rollupOf } from '../../shared/core/rollup/rollup.ts';
import { decodeRollup } from '../../shared/core/rollup/decode-rollup.ts';
import { LARGEST_ROLLUP_BYTES } from '../../shared/core/rollup/packed-rollup.ts';
import { WHOLE } from '../../shared/core/rollup/series.ts';
import { decodeSegment } from '../../shared/core/segment/decode-segment.ts';
import { dedupe, type DistinctMinute } from '../../shared/core/segment/dedupe.ts';
import {
  addMinutes,
  dayOf,
  type EpochMinute,
  epochMinute,
  hourOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  startOf,
} from '../../shared/core/units.ts';
import type { RollupUnit, StoredRollup } from '../../shared/ports/rollups.ts';
import type { Lived } from './live.ts';
import { type Eve, firstSealed, guardrails, hasPast, rulesOf } from './past.ts';

type ByStart = ReadonlyMap<EpochMinute, StoredRollup>;

/** What must be true of the stores when nothing is left to do. Throws with the promise that was broken. */
export const check = async (eve: Eve, lived: Lived): Promise<void> => {
  const { world } = lived;
  expect(world.broken).toEqual([]);
  const outboxes = [...(await world.incidents.readAll()).values()].map(({ state }) => state.outbox);
  expect(outboxes.flat()).toEqual([]);
  const raw = await readRaw(lived);
  const through = addMinutes(lived.now, -3);
  for (const part of partsOf(rulesOf(lived.release))) {
    const [minutes, hours, days] = await Promise.all([
      read(lived, part, 'minute'),
      read(lived, part, 'hour'),
      read(lived, part, 'day'),
    ]);
    // Of a rule that comes and goes nothing is said before sealing began: there a late event may have found it, or not.
    const said =
      lived.release === 'usual' ? minutes : new Map([...minutes].filter(([minute]) => minute >= firstSealed(eve)));
    checkMinutes(part, said, raw);
    for (let minute = firstSealed(eve); minute <= through; minute = addMinutes(minute, 1))
      if (!minutes.has(minute)) throw new Error(`minute ${minute} of ${name(part)} is behind the cursor and missing`);
    checkLonger(`hour of ${name(part)}`, hours, minutes, through, {
      startsAt: hourOf,
      step: 1,
      length: MINUTES_PER_HOUR,
    });
    checkLonger(`day of ${name(part)}`, days, hours, through, { startsAt: dayOf, step: 60, length: MINUTES_PER_DAY });
  }
  await checkTotals(eve, lived);
  await checkCounts(lived);
};

const name = ({ metric, by }: Part): string => `${metric.bad.kind} by '${by}'`;

const readRaw = async ({ world, now }: Lived): Promise<ReadonlyMap<EpochMinute, DistinctMinute>> => {
  const raw = new Map<EpochMinute, DistinctMinute>();
  const reading = world.stores.segments.read(addMinutes(now, -7 * MINUTES_PER_DAY), addMinutes(now, 1), startOf(now));
  for await (const { minute, segments } of reading)
    raw.set(minute, dedupe(segments.map((segment) => decodeSegment(segment))));
  return raw;
};

const read = async ({ world, now }: Lived, part: Part, unit: RollupUnit): Promise<ByStart> => {
  const from = addMinutes(now, -7 * MINUTES_PER_DAY);
  const stored = await world.stores.rollups.read(part, unit, from, addMinutes(now, 1), startOf(now));
  for (const { data } of stored) expect(data.length).toBeLessThanOrEqual(LARGEST_ROLLUP_BYTES);
  return new Map(stored.map((rollup) => [rollup.start, rollup]));
};

/** Each is what its raw events come to. */
const checkMinutes = (part: Part, minutes: ByStart, raw: ReadonlyMap<EpochMinute, DistinctMinute>): void => {
  const none = rollupOf(part, epochMinute(0), dedupe([]));
  for (const [minute, { data }] of minutes) {
    const distinct = raw.get(minute);
    const expected = distinct === undefined ? none : rollupOf(part, minute, distinct);
    expectSame(`minute ${minute} of ${name(part)}`, decoded(data), expected);
  }
};

interface Span {
  readonly startsAt: (minute: EpochMinute) => EpochMinute;
  /** Minutes from one of the shorter to the next. */
  readonly step: number;
  readonly length: number;
}

/** Each is the sum of its shorter ones; there is one wherever all of those are known and behind the cursor, and no other. */
const checkLonger = (what: string, longer: ByStart, shorter: ByStart, through: EpochMinute, span: Span): void => {
  const starts = new Set([...longer.keys(), ...[...shorter.keys()].map(span.startsAt)]);
  for (const start of starts) {
    const of: Rollup[] = [];
    for (let minute = start; minute < start + span.length; minute = addMinutes(minute, span.step)) {
      const rollup = shorter.get(minute);
      if (rollup !== undefined) of.push(decoded(rollup.data));
    }
    const isWhole = of.length === span.length / span.step && addMinutes(start, span.length - 1) <= through;
    const found = longer.get(start);
    if (isWhole !== (found !== undefined))
      throw new Error(
        `${start}, ${what}: expected ${isWhole ? 'one' : 'none'}, found ${found === undefined ? 'none' : 'one'}`,
      );
    if (found !== undefined) expectSame(`${start}, ${what}`, decoded(found.data), mergeRollups(of));
  }
};

const expectSame = (what: string, found: Rollup, expected: Rollup): void => {
  if (!isDeepStrictEqual(found, expected)) expect({ what, ...found }).toEqual({ what, ...expected });
};

/** Most minutes of most histories are the same few. */
const known = new Map<string, Rollup>();
const decoded = (data: Uint8Array): Rollup => {
  const key = Buffer.from(data).toString('latin1');
  const rollup = known.get(key) ?? decodeRollup(data);
  known.set(key, rollup);
  return rollup;
};

/** Without the help of the code that counts: what a producer was told is durable is in the sum, and nothing is in it twice. */
const checkTotals = async (eve: Eve, lived: Lived): Promise<void> => {
  const { world } = lived;
  const [part] = partsOf(guardrails);
  if (part === undefined) throw new Error('no part');
  const minutes = await read(lived, part, 'minute');
  for (const [minute, sent] of world.sent) {
    const rollup = minutes.get(minute);
    const accepted = world.accepted.get(minute)?.size ?? 0;
    if (rollup === undefined) {
      if (accepted > 0 && minute <= addMinutes(lived.now, -3))
        throw new Error(`minute ${minute} has events and no rollup`);
      continue;
    }
    const total = (decoded(rollup.data).groups.get(WHOLE)?.total ?? 0) - (hasPast(minute, eve, lived.start) ? 1 : 0);
    if (total < accepted || total > sent.size)
      throw new Error(`minute ${minute}: ${total} events are counted, of ${accepted} accepted and ${sent.size} sent`);
  }
};

/** From rollups as from raw, over the hour that ends now. */
const checkCounts = async ({ world, now }: Lived): Promise<void> => {
  const range = { from: addMinutes(now, -60), to: now };
  const rolled = await countRolled(world.stores).count(guardrails, range, startOf(now));
  const raw = await countRaw(world.stores.segments).count(
    guardrails,
    { ...range, from: hourOf(range.from) },
    startOf(now),
  );
  for (const [id, groups] of raw.series) {
    const ours = new Map(
      [...(rolled.series.get(id) ?? [])]
        .map(
          ([group, all]) => [group, all.map(({ older: _older, knownFrom: _knownFrom, ...series }) => series)] as const,
        )
        // A group of which only older hours are known.
        .filter(([group, all]) => groups.has(group) || all.some(({ total }) => total.some((count) => count > 0))),
    );
    expect({ id, groups: ours }).toEqual({ id, groups });
  }
};
