import { percentText, tableText } from './quality/figures.ts';
import { quantileCells, quantiles, sixthCells, sixths, timesToAlert } from './quality/time-to-alert.ts';

/**
 * How long after the first failed payment of an outage somebody is told, by when in the minute it begins: tables of
 * docs/quality.md, the same on every machine. Run it with `npm run bench -- time-to-alert [phases]`, by default 60: one for
 * each second of a minute.
 */
const phases = Number(process.argv[2] ?? 60);
const rows: string[][] = [];
const rowsByPhase: string[][] = [];
for (const failing of [0.15, 0.4, 1])
  for (const perMinute of [5, 20, 100, 1_000]) {
    const times = await timesToAlert({ perMinute, failing }, phases);
    const head = [percentText(failing), perMinute.toLocaleString('en-US')];
    rows.push([...head, ...quantileCells(times)]);
    rowsByPhase.push([...head, ...sixthCells(times)]);
  }

const head = ['failures', 'events a minute'];
console.log(
  `From the first failed payment of an outage to the published message, minutes:seconds, of outages that begin at ${phases} moments of a minute.\n`,
);
console.log(tableText([...head, ...quantiles.keys()], rows));
console.log('The medians by the second of the minute at which it begins.\n');
console.log(tableText([...head, ...sixths], rowsByPhase));
