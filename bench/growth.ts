import { cpus } from 'node:os';
import { atRest, type Cell } from './growth/cell.ts';
import { measure } from './growth/measure.ts';

/**
 * How a tick grows with the traffic, the groups, the guardrails and how far back they look, each alone, and what it costs
 * where all that `check` allows is there: `npm run bench -- growth [title]`, some 10 minutes.
 */
const tables: readonly (readonly [title: string, cells: readonly Partial<Cell>[]])[] = [
  ['With the traffic, events a second', [1, 10, 100, 1000].map((perSecond) => ({ perSecond }))],
  ['With the groups', [1, 100, 2000].map((groups) => ({ groups }))],
  ['With the guardrails', [3, 30, 100].map((guardrails) => ({ guardrails }))],
  ['With how far back they look', ['5 min', '1 day', '3 days', '7 days', '4 weeks'].map((window) => ({ window }))],
  [
    'Ten thousand series',
    [
      { guardrails: 5, groups: 2000 },
      { guardrails: 49, groups: 200 },
      { guardrails: 100, groups: 100 },
    ],
  ],
];

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

const [machine] = cpus();
console.log(
  `The mean of ticks of an evaluator in a process of its own: ${cpus().length} cores (${machine?.model.trim() ?? 'unknown'}), Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);
const [, , only = ''] = process.argv;
const chosen = tables.filter(([title]) => title.startsWith(only));
if (chosen.length === 0)
  throw new Error(`expected the beginning of one of ${tables.map(([title]) => title).join('; ')}, got ${only}`);
for (const [title, cells] of chosen) {
  console.log(`\n${title}\n`);
  console.log(
    '| events/s | groups | guardrails | look back | items read | KB read | of it raw | read units | write units | ms of CPU | the first | MB |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|---|');
  for (const changed of cells) {
    const cell = { ...atRest, ...changed };
    const { items, bytes, rawBytes, readUnits, writeUnits, ms, firstMs, peakBytes } = await measure(cell);
    const counts = [items, bytes / 1000, rawBytes / 1000, readUnits, writeUnits, ms, firstMs, peakBytes / 1e6];
    console.log(
      `| ${whole(cell.perSecond)} | ${whole(cell.groups)} | ${cell.guardrails} | ${cell.window} | ${counts.map(whole).join(' | ')} |`,
    );
  }
}
