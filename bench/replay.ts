import { epochMs, minuteOf, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../shared/core/units.ts';
import { replayed } from './replayed.ts';
import type { Stretch } from './replayed-traffic.ts';

/**
 * Weeks of payments through ingest, a tick each minute, and everything that is remembered at the end counted once more
 * from the payments. Run it with `npm run bench -- replay [days]`, by default 35: as long as minutes are kept.
 */
const daysOf = Number(process.argv[2] ?? 35);
const SEED = 7;
const length = daysOf * MINUTES_PER_DAY;
/** Where there are enough days, after four weeks of history, of which the second is poor: it must not be what is normal. */
const troubled = (daysOf > 31 ? 30 : Math.floor(daysOf / 2)) * MINUTES_PER_DAY + 10 * MINUTES_PER_HOUR;
const poor: Stretch = daysOf > 31 ? [7 * MINUTES_PER_DAY, 14 * MINUTES_PER_DAY] : [0, 0];
const plan = {
  start: minuteOf(epochMs(Date.parse('2026-03-02T00:00:00Z'))),
  perMinute: 12,
  poor,
  failing: [troubled, troubled + 40],
  dead: [troubled + 180, troubled + 240],
  away: [troubled + 300, troubled + 360],
  slow: [troubled + 420, troubled + 480],
} as const;

const began = performance.now();
const { ticks, events, late, again, resealed, told, left, compared, wrong, worstQuantile, unitsByDay } = await replayed(
  plan,
  length,
  SEED,
  (day) => process.stderr.write(`day ${day} of ${daysOf}, ${((performance.now() - began) / 1000).toFixed(0)} s\n`),
);
const seconds = (performance.now() - began) / 1000;

const count = (value: number): string => value.toLocaleString('en-US');
console.log(
  `${daysOf} days, seed ${SEED}, in ${seconds.toFixed(0)} s: ${count(ticks)} ticks, ${count(events)} payments,`,
);
console.log(`of which ${count(late)} came after their minute was sealed and ${count(again)} came again.`);
console.log(`${count(resealed)} minutes were sealed again; ${left} markers or messages are left.`);
console.log(`Read units of a tick, by day: ${unitsByDay.map((units) => units.toFixed(0)).join(' ')}`);
console.log(
  `Compared: ${count(compared.minute)} minutes, ${count(compared.hour)} hours, ${compared.day} days of all parts;`,
);
console.log(`the worst quantile is ${(worstQuantile * 100).toFixed(2)} % off. Wrong: ${wrong.length}.`);
for (const line of wrong.slice(0, 10)) console.log(`  ${line}`);
console.log('Told, by minute:');
for (const line of told) console.log(`  ${line}`);
if (wrong.length > 0 || left > 0) process.exitCode = 1;
