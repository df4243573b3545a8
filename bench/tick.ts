import { readFileSync } from 'node:fs';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import { partsOf } from '../shared/core/rollup/part.ts';
import { addMinutes, epochMs, minuteOf, MINUTES_PER_DAY, MINUTES_PER_HOUR, startOf } from '../shared/core/units.ts';
import type { Usage } from './metered-table.ts';
import { meteredWorld, type MeteredWorld } from './metered-world.ts';
import { draw, type Drawn, EVENTS_PER_BATCH, rememberRollups, segmentsOf } from './past-payments.ts';
import { addedByPast } from './tick-past.ts';

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
/** Raw segments that lie behind the sealed minutes. They live for days, but more would only show the same. */
const RAW_MINUTES = 3 * MINUTES_PER_HOUR;
/** us-east-1, on demand: https://aws.amazon.com/dynamodb/pricing/on-demand/, read November 2026. */
const dollarsPerMillion = { readUnits: 0.125, writeUnits: 0.625 };
const HOURS_PER_MONTH = 24 * 30.4;
const TICKS_PER_MONTH = 60 * HOURS_PER_MONTH;
/** Of the table of what guardrails add that look further back. */
const PAST_PER_SECOND = 100;

const start = minuteOf(epochMs(Date.parse('2026-03-02T12:00:00Z')));
const loaded = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const { guardrails } = loaded;
const parts = partsOf(guardrails);

/** Puts what would have been left by `length` minutes of ticks: rollups up to the cursor, and segments. */
const remember = async ({ deps: { rollups, segments } }: MeteredWorld, drawn: Drawn, length: number): Promise<void> => {
  await rememberRollups(rollups, guardrails, drawn, start, { minutes: length, longer: length });
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
  const drawn = draw(perSecond, start);
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

if (only === undefined) {
  console.log(
    `\nWhat one more guardrail by bank adds to the counting of a tick that judges it, at ${PAST_PER_SECOND} events/s`,
  );
  console.log('| guardrail | judged | items read | KB read | read units | rollups a minute | $ a month | ms of CPU |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const { name, items, bytes, readUnits, rollups, perHour, ms } of await addedByPast(
    PAST_PER_SECOND,
    addMinutes(start, MINUTES_PER_HOUR >> 1),
  )) {
    const reading = HOURS_PER_MONTH * perHour * readUnits * dollarsPerMillion.readUnits;
    const dollars = (reading + TICKS_PER_MONTH * rollups * dollarsPerMillion.writeUnits) / 1e6;
    console.log(
      `| ${name} | ${perHour === 1 ? 'each hour' : 'each minute'} | ${whole(items)} | ${whole(bytes / 1000)} | ${whole(readUnits)} | ${rollups} | ${dollars.toFixed(2)} | ${whole(ms)} |`,
    );
  }
}
