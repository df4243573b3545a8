import { readFileSync } from 'node:fs';
import { paymentsBetween } from '../cli/demo/payments.ts';
import { seededRandom } from '../cli/demo/random.ts';
import { newestSealable } from '../shared/app/seal.ts';
import { readBatch } from '../shared/core/event/batch.ts';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import { partsOf } from '../shared/core/rollup/part.ts';
import { encodeRollup } from '../shared/core/rollup/rollup-codec.ts';
import { mergeRollups, rollupOf } from '../shared/core/rollup/rollup.ts';
import { decodeSegment, type EncodedSegment } from '../shared/core/segment/codec.ts';
import { dedupe } from '../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../shared/core/segment/encode-batch.ts';
import {
  addMinutes,
  type EpochMinute,
  epochMs,
  hourOf,
  minuteOf,
  minutes,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
  startOf,
} from '../shared/core/units.ts';
import type { Usage } from './metered-table.ts';
import { meteredWorld, type MeteredWorld } from './metered-world.ts';

/**
 * What a tick costs, after how much history: items, bytes and units, which are counts and the same on every machine, and
 * the processor's time on this one, without the network. The mean of an hour of ticks, with the sealing of that hour; of
 * times the median, since the table lies in the same memory. Run it with `npm run bench -- tick [1,10,100 ['1 day']]`.
 */
const [, , rates = '1,10,100,1000', only] = process.argv;
const ratesPerSecond = rates.split(',').map(Number);
const histories: readonly (readonly [name: string, minutes: number])[] = [
  ['1 h', MINUTES_PER_HOUR],
  ['1 day', MINUTES_PER_DAY],
  ['35 days', 35 * MINUTES_PER_DAY],
];
const EVENTS_PER_BATCH = 500;
/** Minutes of payments that are drawn; the history repeats them. */
const DRAWN_MINUTES = 5;
/** Raw segments that lie behind the sealed minutes. They live for days, but more would only show the same. */
const RAW_MINUTES = 3 * MINUTES_PER_HOUR;
/** us-east-1, on demand: https://aws.amazon.com/dynamodb/pricing/on-demand/, read November 2026. */
const dollarsPerMillion = { readUnits: 0.125, writeUnits: 0.625 };
const TICKS_PER_MONTH = 60 * 24 * 30.4;

const start = minuteOf(epochMs(Date.parse('2026-03-02T12:00:00Z')));
const loaded = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const { guardrails } = loaded;
const parts = partsOf(guardrails);

type Drawn = readonly (readonly EncodedSegment[])[];

/** Some minutes of payments, as the producers' batches become segments. */
const draw = (perSecond: number): Drawn => {
  const random = seededRandom(1);
  return Array.from({ length: DRAWN_MINUTES }, () => {
    const payments = paymentsBetween(random, startOf(start), minutes(1), 'wallet', perSecond * 60);
    const batches = Array.from({ length: Math.ceil(payments.length / EVENTS_PER_BATCH) }, (_, index) =>
      payments.slice(index * EVENTS_PER_BATCH, (index + 1) * EVENTS_PER_BATCH),
    );
    return batches.flatMap((events) => {
      const batch = readBatch(JSON.stringify({ events }), 'batch', startOf(start));
      if (!batch.ok) throw new Error(batch.refusal.message);
      return encodeBatch(batch.events).segments;
    });
  });
};

/** A segment tells times from the start of its minute on, so that it is as good in another. */
const segmentsOf = (drawn: Drawn, minute: EpochMinute): readonly EncodedSegment[] =>
  (drawn[minute % DRAWN_MINUTES] ?? []).map((segment) => ({ ...segment, minute }));

/** Puts what would have been left by `length` minutes of ticks: rollups up to the cursor, and segments. */
const remember = async ({ deps: { rollups, segments } }: MeteredWorld, drawn: Drawn, length: number): Promise<void> => {
  const through = newestSealable(startOf(start));
  const oldest = hourOf(addMinutes(start, -length));
  for (const part of parts) {
    const ofMinute = drawn.map((each) => rollupOf(part, start, dedupe(each.map((segment) => decodeSegment(segment)))));
    const [data, inAnHour] = [ofMinute.map(encodeRollup), MINUTES_PER_HOUR / DRAWN_MINUTES];
    const hour = encodeRollup(mergeRollups(Array.from({ length: inAnHour }, () => ofMinute).flat()));
    const put = (unit: 'minute' | 'hour', at: EpochMinute, bytes: Uint8Array): Promise<boolean> =>
      rollups.put(part, unit, { start: at, data: bytes }, 0, 'bench');
    for (let minute = oldest; minute <= through; minute = addMinutes(minute, 1))
      await put('minute', minute, data[minute % DRAWN_MINUTES] ?? new Uint8Array());
    for (let at = oldest; addMinutes(at, MINUTES_PER_HOUR - 1) <= through; at = addMinutes(at, MINUTES_PER_HOUR))
      await put('hour', at, hour);
  }
  await rollups.advance(through, undefined, 'bench');
  const rawFrom = addMinutes(start, -Math.min(length, RAW_MINUTES));
  for (let minute = rawFrom; minute < start; minute = addMinutes(minute, 1))
    await segments.put(segmentsOf(drawn, minute));
};

/** Of all ticks of the hour. */
const mean = (value: number): number => value / MINUTES_PER_HOUR;

type Cost = Usage & { readonly ms: number };

const meanTick = async (drawn: Drawn, length: number): Promise<Cost> => {
  const world = meteredWorld(guardrails, startOf(start));
  await remember(world, drawn, length);
  await world.tick(startOf(start));
  const sum = { requests: 0, items: 0, bytes: 0, rawBytes: 0, readUnits: 0, writeUnits: 0 };
  const times: number[] = [];
  for (let minute = start; minute < addMinutes(start, MINUTES_PER_HOUR); minute = addMinutes(minute, 1)) {
    await world.deps.segments.put(segmentsOf(drawn, minute));
    const [before, began] = [world.table.usage, process.cpuUsage()];
    await world.tick(startOf(addMinutes(minute, 1)));
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / 1000);
    const after = world.table.usage;
    for (const name of ['requests', 'items', 'bytes', 'rawBytes', 'readUnits', 'writeUnits'] as const)
      sum[name] += after[name] - before[name];
  }
  if (world.publisher.sent.length > 0) throw new Error('expected quiet ticks: what is told is explained from raw');
  return {
    requests: mean(sum.requests),
    items: mean(sum.items),
    bytes: mean(sum.bytes),
    rawBytes: mean(sum.rawBytes),
    readUnits: mean(sum.readUnits),
    writeUnits: mean(sum.writeUnits),
    ms: times.sort((left, right) => left - right)[MINUTES_PER_HOUR >> 1] ?? Number.NaN,
  };
};

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

console.log(
  `The mean of 60 ticks: ${guardrails.length} guardrails by method and bank (${parts.length} rollups a minute), batches of ${EVENTS_PER_BATCH}, Node ${process.version}`,
);
console.log(
  '| events/s | history | items read | KB read | of it raw | read units | write units | $ a month | ms of CPU |',
);
console.log('|---|---|---|---|---|---|---|---|---|');
for (const perSecond of ratesPerSecond) {
  const drawn = draw(perSecond);
  for (const [name, length] of histories.filter(([each]) => only === undefined || each === only)) {
    const { items, bytes, rawBytes, readUnits, writeUnits, ms } = await meanTick(drawn, length);
    const dollars =
      (TICKS_PER_MONTH * (readUnits * dollarsPerMillion.readUnits + writeUnits * dollarsPerMillion.writeUnits)) / 1e6;
    const kilobytes = [bytes, rawBytes].map((value) => whole(value / 1000)).join(' | ');
    console.log(
      `| ${whole(perSecond)} | ${name} | ${whole(items)} | ${kilobytes} | ${whole(readUnits)} | ${whole(writeUnits)} | ${dollars.toFixed(2)} | ${whole(ms)} |`,
    );
  }
}
