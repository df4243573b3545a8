import { addMinutes, epochMinute, startOf } from '../../shared/core/units.ts';
import type { Item } from '../item-size.ts';
import { answeringTable, copyOf } from '../metered-table.ts';
import { worldOn } from '../metered-world.ts';
import { type Cell, guardrailsOf, TICKS } from './cell.ts';

/**
 * An evaluator in a process of its own, as on Lambda, so that its memory and its processor's time are its own. The table is
 * in the process that started it: what is asked goes over a pipe in place of the network, and is taken apart here.
 */
const [, , given = ''] = process.argv;
const { cell, now: minute } = JSON.parse(given) as { readonly cell: Cell; readonly now: number };

/** What is told of each tick, in ms of the processor, and of the process after all of them. */
export interface Told {
  readonly ms: readonly number[];
  readonly peakBytes: number;
}

/** One request on the pipe, and its answer. */
export interface Asked {
  readonly id: number;
  readonly command: string;
  readonly input: unknown;
}
export interface Answer {
  readonly id: number;
  readonly output?: object;
  readonly failure?: string;
}

const waiting = new Map<number, (answer: Answer) => void>();
let peakBytes = 0;
/** `maxRSS` would be that of the process that started this one, where it was larger. */
const weigh = (): void => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
};
process.on('message', (answer: Answer) => {
  if (answer.id % 8 === 0) weigh();
  waiting.get(answer.id)?.(answer);
  waiting.delete(answer.id);
});
let asked = 0;
const table = answeringTable(async (command, input) => {
  const id = asked++;
  const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
  process.send?.({ id, command, input } satisfies Asked);
  const { output, failure } = await answered;
  if (output === undefined) throw Object.assign(new Error(failure), { name: failure });
  return ownBytes(output);
});

/** As the SDK would: what comes out of a pipe are parts of the whole message, which would be kept with each of them. */
const ownBytes = (output: { readonly Items?: readonly Item[] }): object =>
  output.Items === undefined ? output : { ...output, Items: output.Items.map(copyOf) };

const now = epochMinute(minute);
const world = worldOn(table, guardrailsOf(cell), startOf(now));
const ms: number[] = [];
for (let tick = 0; tick < TICKS; tick++) {
  const began = process.cpuUsage();
  const report = await world.tick(startOf(addMinutes(now, tick)));
  const { user, system } = process.cpuUsage(began);
  if (Object.keys(report.warmingUp).length > 0 || report.sent > 0) throw new Error('expected whole and quiet counts');
  ms.push((user + system) / 1000);
  weigh();
}
process.send?.({ ms, peakBytes } satisfies Told);
process.disconnect();
