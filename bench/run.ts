/** `npm run bench -- <name> [arguments]`: runs one of the benches of this folder. */
const benches: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ['backtest', () => import('./backtest.ts')],
  ['replay', () => import('./replay.ts')],
  ['tick', () => import('./tick.ts')],
  ['growth', () => import('./growth.ts')],
  ['culprit', () => import('./culprit.ts')],
  ['judging', () => import('./judging.ts')],
  ['quality', () => import('./quality.ts')],
  ['time-to-alert', () => import('./time-to-alert.ts')],
  ['ingest', () => import('./ingest.ts')],
  ['stored', () => import('./stored.ts')],
  ['wire', () => import('./wire.ts')],
  ['evaluate', () => import('./evaluate.ts')],
  ['cold-start', () => import('./cold-start.ts')],
]);

const [name = 'nothing'] = process.argv.splice(2, 1);
const bench = benches.get(name);
if (bench === undefined) {
  console.error(`bench: expected one of ${[...benches.keys()].join(', ')}, got ${name}`);
  process.exitCode = 2;
} else await bench();
