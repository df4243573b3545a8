import { Readable } from 'node:stream';
import type { EventFile } from '../cli/backtest/event-files.ts';
import { nothingRead, readEvents } from '../cli/backtest/read-events.ts';
import { type NamedRules, runBacktest } from '../cli/backtest/run.ts';
import { paymentsBetween } from '../cli/demo/payments.ts';
import { seededRandom } from '../cli/demo/random.ts';
import { readRules } from '../cli/files.ts';
import { addMinutes, epochMs, minuteOf, minutes, MINUTES_PER_DAY, startOf } from '../shared/core/units.ts';

/**
 * How fast past events are replayed, from their text to the last verdict, and in how much memory. Rates are of the
 * processor's time, so that what else runs on the machine does not count. Run it with
 * `npm run bench -- backtest [events a minute] [minutes] [rules files: 1 or 2]`.
 */
const [, , ...given] = process.argv;
const [perMinute = 60_000, length = 10, files = 1] = given.map(Number);
const start = minuteOf(epochMs(Date.parse('2026-03-02T00:00:00Z')));

/** `2026-03-02T09:17`, which is replaced in each line of a minute that was drawn once. */
const nameOf = (minute: number): string => new Date(startOf(addMinutes(start, minute))).toISOString().slice(0, 16);

const drawn = paymentsBetween(seededRandom(1), startOf(start), minutes(1), 'wallet', perMinute)
  .map(({ id, ...payment }) => `${JSON.stringify({ id: `${id}:${nameOf(0)}`, ...payment })}\n`)
  .join('');

function* stream(): Iterable<Buffer> {
  const chunk = 1 << 18;
  for (let minute = 0; minute < length; minute++) {
    const bytes = Buffer.from(drawn.replaceAll(nameOf(0), nameOf(minute)));
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
}

const file: EventFile = { name: 'generated', open: () => Readable.from(stream()) };
const rules: NamedRules = { name: 'guardrails.yaml', rules: await readRules('guardrails.yaml') };
const reading = nothingRead();
const began = process.cpuUsage();
const found = await runBacktest(
  readEvents([file], {}, reading),
  Array.from({ length: files }, () => rules),
);
const { user, system } = process.cpuUsage(began);
if (found === undefined || reading.invalid > 0)
  throw new Error(`expected valid events: ${reading.problems.join('\n')}`);

const seconds = (user + system) / 1e6;
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const spanOf = (inSeconds: number): string =>
  inSeconds < 120 ? `${whole(inSeconds)} s` : `${whole(inSeconds / 60)} min`;
console.log('| events a minute | minutes | rules files | events a second | most memory, MB | a day of it takes |');
console.log('|---|---|---|---|---|---|');
console.log(
  `| ${whole(perMinute)} | ${whole(found.ticks)} | ${files} | ${whole(reading.events / seconds)} | ${whole(process.resourceUsage().maxRSS / 1000)} | ${spanOf((seconds / found.ticks) * MINUTES_PER_DAY)} |`,
);
