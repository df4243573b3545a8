/**
 * Four hours of payments at a wallet, as NDJSON: `node samples/backtest/events.ts > events.ndjson`. The same each time.
 * One bank fails a little more than usual, another half of the time, and then a method is slow.
 */
import { banks, latencies, methods } from '../../cli/demo/scenario.ts';
import { seededRandom } from '../../cli/demo/random.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTES = 240;
const PER_MINUTE = 90;

const random = seededRandom(11);

/** Minutes since the start. */
const isIn = (minute: number, from: number, to: number): boolean => minute >= from && minute < to;

const failing = (minute: number, bank: string): number => {
  if (bank === 'ccb' && isIn(minute, 30, 60)) return 0.13;
  if (bank === 'icbc' && isIn(minute, 140, 160)) return minute < 144 ? 0.2 : 0.5;
  return 0.012;
};

const lines: string[] = [];
for (let minute = 0; minute < MINUTES; minute++) {
  const count = PER_MINUTE - 15 + random.integer(31);
  const times = Array.from({ length: count }, () => random.integer(60_000)).sort((left, right) => left - right);
  for (const [index, ms] of times.entries()) {
    const [bank, method] = [random.pick(banks), random.pick(methods)];
    const { median, sigma } = latencies.get(method) ?? { median: 250, sigma: 0.4 };
    const slower = method === 'transfer' && isIn(minute, 185, 205) ? 2.2 : 1;
    lines.push(
      JSON.stringify({
        id: `pay_${minute}_${index}`,
        time: START + minute * 60_000 + ms,
        outcome: random.chance(failing(minute, bank)) ? 'failed' : 'succeeded',
        latencyMs: Math.round(random.logNormal(median * slower, sigma)),
        attributes: { bank, method },
      }),
    );
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
