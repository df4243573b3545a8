import { fork } from 'node:child_process';
import { paymentsBetween } from '../../cli/demo/payments.ts';
import { seededRandom } from '../../cli/demo/random.ts';
import { addMinutes, epochMs, minuteOf, minutes, MINUTES_PER_DAY, startOf } from '../../shared/core/units.ts';
import { medianOf } from '../../shared/core/evidence/median.ts';
import type { Usage } from '../metered-table.ts';
import { type MeteredWorld, meteredWorld } from '../metered-world.ts';
import { type Drawn, rememberRollups, segmentsOf, segmentsOfPayments } from '../past-payments.ts';
import { type Cell, guardrailsOf, TICKS } from './cell.ts';
import type { Answer, Asked, Told } from './evaluator.ts';

/** What a tick costs, the mean of all; `firstMs` is of the first of a process, which has read nothing before. */
export interface Measured extends Pick<Usage, 'items' | 'bytes' | 'rawBytes' | 'readUnits' | 'writeUnits'> {
  readonly ms: number;
  readonly firstMs: number;
  readonly peakBytes: number;
}

const DRAWN_MINUTES = 5;
/** Not the first minutes of an hour, which seal it, and read another hour by the minute. */
export const now = addMinutes(minuteOf(epochMs(Date.parse('2026-03-02T12:00:00Z'))), 40);

/** A few banks have most payments, and the smallest of two thousand still has some each minute. */
const draw = ({ perSecond, groups }: Cell): Drawn => {
  const random = seededRandom(1);
  return Array.from({ length: DRAWN_MINUTES }, () =>
    segmentsOfPayments(
      paymentsBetween(random, startOf(now), minutes(1), 'wallet', perSecond * 60).map((payment) => {
        const bank = `bank${Math.floor(groups * random.next() ** 1.5)}`;
        return { ...payment, attributes: { ...payment.attributes, bank } };
      }),
      startOf(now),
    ),
  );
};

/** A table as the ticks up to `now` would have left it, and segments for some more. */
export const remember = async (cell: Cell): Promise<MeteredWorld> => {
  const world = meteredWorld(guardrailsOf(cell), startOf(now));
  const { guardrails, rollups, segments } = world.deps;
  const drawn = draw(cell);
  // As far as it is read by the minute, and beyond: an hour, or that of past weeks.
  const past = cell.window === '4 weeks' ? 30 * MINUTES_PER_DAY : 200;
  await rememberRollups(rollups, guardrails, drawn, now, { minutes: past, longer: 35 * MINUTES_PER_DAY });
  for (let minute = addMinutes(now, -10); minute < addMinutes(now, TICKS); minute = addMinutes(minute, 1))
    await segments.put(segmentsOf(drawn, minute));
  return world;
};

export const measure = async (cell: Cell): Promise<Measured> => {
  const { table } = await remember(cell);
  const before = table.usage;
  const { ms, peakBytes } = await evaluated(cell, (command, input) => table.answer(command, input));
  const after = table.usage;
  const mean = (name: keyof Usage): number => (after[name] - before[name]) / TICKS;
  const [firstMs = Number.NaN, ...others] = ms;
  return {
    items: mean('items'),
    bytes: mean('bytes'),
    rawBytes: mean('rawBytes'),
    readUnits: mean('readUnits'),
    writeUnits: mean('writeUnits'),
    ms: medianOf(others),
    firstMs,
    peakBytes,
  };
};

/** As it is deployed, with the heap that Node takes by itself where it has 512 MB: half of them. With more it would only collect later. */
const NODE = ['--max-old-space-size=256', '--max-semi-space-size=32'];

const evaluated = (cell: Cell, answer: (command: string, input: unknown) => object): Promise<Told> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('evaluator.ts', import.meta.url), [JSON.stringify({ cell, now })], {
      serialization: 'advanced',
      execArgv: NODE,
    });
    let told: Told | undefined;
    child.on('message', (message: Asked | Told) => {
      if ('ms' in message) told = message;
      else child.send(answered(message, answer));
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (told === undefined) reject(new Error(`the evaluator ended with ${code} and told nothing`));
      else resolve(told);
    });
  });

const answered = ({ id, command, input }: Asked, answer: (command: string, input: unknown) => object): Answer => {
  try {
    return { id, output: answer(command, input) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.name : 'Error' };
  }
};
