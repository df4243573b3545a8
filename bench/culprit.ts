import { type Cell, runCell } from './planted.ts';

/**
 * How often the search for the culprit is right, and how often it is silent where there is none. Seeded row by row: the
 * same figures on every machine. Run it with `node bench/culprit.ts [rows]`, by default all.
 */
const RUNS = 100;

const cells: readonly Cell[] = [
  { cause: 'value', bad: 300, spread: 0.3, reference: 4 },
  { cause: 'value', bad: 300, spread: 0.5, reference: 4 },
  { cause: 'pair', bad: 300, spread: 0.3, reference: 4 },
  { cause: 'pair', bad: 300, spread: 0.5, reference: 4 },
  { cause: 'none', bad: 300, spread: 0.3, reference: 4 },
  { cause: 'none', bad: 300, spread: 0.5, reference: 4 },
  { cause: 'value', bad: 300, spread: 0.5, reference: 4, correlated: true },
  { cause: 'pair', bad: 300, spread: 0.5, reference: 4, correlated: true },
  { cause: 'none', bad: 300, spread: 0.5, reference: 4, correlated: true },
  { cause: 'two values', bad: 300, spread: 0.5, reference: 4 },
  { cause: 'value', bad: 100, spread: 0.5, reference: 4 },
  { cause: 'pair', bad: 100, spread: 0.5, reference: 4 },
  { cause: 'none', bad: 100, spread: 0.5, reference: 4 },
  { cause: 'value', bad: 300, spread: 0.5, reference: 0 },
  { cause: 'pair', bad: 300, spread: 0.5, reference: 0 },
  { cause: 'none', bad: 300, spread: 0.5, reference: 0 },
];

const rows = process.argv[2] === undefined ? cells.length : Number(process.argv[2]);
const percent = (count: number): string => `${Math.round((count / RUNS) * 100)} %`;

console.log('| cause | bad events | spread of values | attributes | time before | right | wrong | silent |');
console.log('|---|---|---|---|---|---|---|---|');
for (const [index, cell] of cells.slice(0, rows).entries()) {
  const { right, wrong, silent, second } = runCell(cell, RUNS, index + 1);
  const both = cell.cause === 'two values' ? ` (both ${percent(second)})` : '';
  const attributes = cell.correlated === true ? 'correlated' : 'independent';
  const before = cell.reference === 0 ? 'unknown' : 'known';
  console.log(
    `| ${cell.cause} | ${cell.bad} | ${cell.spread} | ${attributes} | ${before} | ${percent(right)}${both} | ${percent(wrong)} | ${percent(silent)} |`,
  );
}
