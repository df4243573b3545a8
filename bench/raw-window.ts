import { readFileSync } from 'node:fs';
import { paymentsBetween } from '../cli/demo/payments.ts';
import { seededRandom } from '../cli/demo/random.ts';
import { memorySegments } from '../shared/adapters/memory/segments.ts';
import { countRaw } from '../shared/app/count-raw.ts';
import { LONGEST_WINDOW_MINUTES } from '../shared/core/evidence/constants.ts';
import { readBatch } from '../shared/core/event/batch.ts';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import { encodeBatch } from '../shared/core/segment/encode-batch.ts';
import { addMinutes, epochMs, minuteOf, minutes, startOf } from '../shared/core/units.ts';

/**
 * What a tick costs while it counts an hour of raw events: bytes and read units, which are counts and the same on every
 * machine, and the time of one core on this one. Run it with `node bench/raw-window.ts [events a second ...]`.
 */
const ratesPerSecond = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 10, 100, 500, 1000];
const EVENTS_PER_BATCH = 500;
/** us-east-1, on demand, strongly consistent: https://aws.amazon.com/dynamodb/pricing/on-demand/, read November 2026. */
const DOLLARS_PER_MILLION_READ_UNITS = 0.125;
const BYTES_PER_READ_UNIT = 4096;
const TICKS_PER_MONTH = 60 * 24 * 30.4;

const now = minuteOf(epochMs(Date.parse('2026-03-02T12:00:00Z')));
const window = { from: addMinutes(now, -LONGEST_WINDOW_MINUTES), to: now };
const loaded = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));

console.log(
  `An hour of raw events, batches of ${EVENTS_PER_BATCH}, ${loaded.guardrails.length} guardrails by method and bank, Node ${process.version}`,
);
console.log(
  '| events/s | events in the window | bytes an event | MB read a tick | read units a tick | $ a month for reads | seconds a tick |',
);
console.log('|---|---|---|---|---|---|---|');
for (const perSecond of ratesPerSecond) {
  const segments = memorySegments();
  const random = seededRandom(1);
  let [events, bytes] = [0, 0];
  for (let minute = window.from; minute < window.to; minute = addMinutes(minute, 1)) {
    const payments = paymentsBetween(random, startOf(minute), minutes(1), 'wallet', perSecond * 60);
    for (let first = 0; first < payments.length; first += EVENTS_PER_BATCH) {
      const batch = readBatch(
        JSON.stringify({ events: payments.slice(first, first + EVENTS_PER_BATCH) }),
        'batch',
        startOf(now),
      );
      if (!batch.ok) throw new Error(batch.refusal.message);
      const encoded = encodeBatch(batch.events);
      events += batch.events.length;
      bytes += encoded.segments.reduce((sum, { data }) => sum + data.length, 0);
      await segments.put(encoded.segments);
    }
  }
  const began = performance.now();
  const counted = await countRaw(segments).count(loaded.guardrails, window, startOf(now));
  const seconds = (performance.now() - began) / 1000;
  if (counted.events !== events) throw new Error(`expected ${events} events counted, got ${counted.events}`);
  const units = Math.ceil(bytes / BYTES_PER_READ_UNIT);
  const dollars = ((units * TICKS_PER_MONTH) / 1e6) * DOLLARS_PER_MILLION_READ_UNITS;
  console.log(
    `| ${perSecond} | ${events.toLocaleString('en-US')} | ${(bytes / events).toFixed(1)} | ${(bytes / 1e6).toFixed(1)} | ${units.toLocaleString('en-US')} | ${dollars.toFixed(2)} | ${seconds.toFixed(2)} |`,
  );
}
