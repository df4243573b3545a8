import { eventBytes, eventItemBytes, rollupBytes, segmentBytes } from './cost/bytes.ts';
import { logged } from './cost/logs.ts';

/**
 * Prints what cli/cost/measured.json holds: `node scripts/cost-measured.ts > cli/cost/measured.json`. Counts and bytes only,
 * which are the same on every machine; `node scripts/cost-measured.ts times` prints the milliseconds behind assumed.ts.
 */
if (process.argv[2] === 'times') {
  const { times } = await import('./cost/times.ts');
  process.stdout.write(`${JSON.stringify(await times(), undefined, 2)}\n`);
} else {
  const measured = {
    eventBytes: eventBytes(),
    eventItemBytes: eventItemBytes(),
    segmentBytes: await segmentBytes(),
    rollupBytes: await rollupBytes(),
    logged: await logged(),
  };
  process.stdout.write(`${JSON.stringify(measured, undefined, 2)}\n`);
}
