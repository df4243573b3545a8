import { type Cell, cellsOf, independent, rates, retries, type Size, slightlyVarying, varying } from './cells.ts';
import { drift } from './drift.ts';
import { medianOf, minutesText, percentText, short, tableText } from './figures.ts';
import { falseEndsOf, HALF_ENDED, halfEndedRuns } from './half-ended.ts';
import { CUSUM, ruleNames, untunedRules } from './rules.ts';
import { heights, PATIENCE, type Step, step, type StepOutcome } from './steps.ts';
import { nameOf } from './traffic.ts';
import { tunedCusum } from './tuning.ts';

/** The tables of incidents: until they are told, until they are over, and how often they seem to be. */

const toldText = ({ told, over }: StepOutcome): string => {
  const median = medianOf(told);
  if (!Number.isFinite(median)) return 'not told';
  // Of an hour that mostly nobody heard of there is no end to tell.
  const end = over.length * 2 < told.length ? '-' : minutesText(medianOf(over), PATIENCE);
  return `${median}, ${end}`;
};

export const stepHead = ['failures', 'events a minute', ...ruleNames];
export const stepRow = ({ cell, height, byRule }: Step): readonly string[] => [
  percentText(height),
  cell.perMinute.toLocaleString('en-US'),
  ...ruleNames.map((name) => {
    const outcome = byRule.get(name);
    return outcome === undefined ? '' : toldText(outcome);
  }),
];
const flickerRow = ({ cell, byRule }: Step): readonly string[] => [
  nameOf(cell.data),
  cell.perMinute.toLocaleString('en-US'),
  ...ruleNames.map((name) => short(byRule.get(name)?.falseEnds ?? Number.NaN)),
];

export interface HalfEnded {
  readonly cell: Cell;
  readonly byRule: ReadonlyMap<string, number>;
}

const halfEnded = (cell: Cell, size: Size): HalfEnded => {
  const runs = halfEndedRuns(cell, size.runs);
  const rules = [...untunedRules, [CUSUM, tunedCusum(cell, HALF_ENDED.rate, size)] as const];
  return { cell, byRule: new Map(rules.map(([name, rule]) => [name, falseEndsOf(rule, runs)])) };
};

export const halfEndedRow = ({ cell, byRule }: HalfEnded): readonly string[] => [
  nameOf(cell.data),
  cell.perMinute.toLocaleString('en-US'),
  ...ruleNames.map((name) => short(byRule.get(name) ?? Number.NaN)),
];

export interface Delays {
  /** Of slightly varying rates, and of independent events. */
  readonly varying: readonly Step[];
  readonly independent: readonly Step[];
  readonly halfEnded: readonly HalfEnded[];
  readonly drifts: ReadonlyMap<number, ReadonlyMap<string, readonly number[]>>;
}

export const printDelays = (size: Size, print: (text: string) => void): Delays => {
  const stepsOf = (cells: readonly Cell[], of: readonly number[] = heights): readonly Step[] =>
    of.flatMap((height) => cells.map((cell) => step(cell, height, size)));
  print(
    `A day of 2 %, then more. Minutes until it is told, if it stays; from the end until it is over, if it lasts an hour. Medians of ${size.runs}. Rates vary (ICC 0.002).\n`,
  );
  const varied = stepsOf(cellsOf(slightlyVarying));
  print(tableText(stepHead, varied.map(stepRow)));
  print('The same of independent events.\n');
  const plain = stepsOf(cellsOf(independent));
  print(tableText(stepHead, plain.map(stepRow)));
  print('The same of retries in fives, where five failures are the evidence of one.\n');
  print(tableText(stepHead, stepsOf(cellsOf(retries), [0.15, 0.4]).map(stepRow)));
  print('How often an hour of 15 % is called over while it lasts.\n');
  print(
    tableText(
      ['data', ...stepHead.slice(1)],
      [...plain, ...varied].filter(({ height }) => height === 0.15).map(flickerRow),
    ),
  );
  print('How often an incident is called over that goes on: 40 % for half an hour, then 6 % for three hours.\n');
  const half = cellsOf(independent, slightlyVarying, varying).map((cell) => halfEnded(cell, size));
  print(tableText(['data', ...stepHead.slice(1)], half.map(halfEndedRow)));
  print(
    'A drift from 2 to 8 % in six hours, of independent events: minutes until told, from where it crosses the limit on. Below 0 it is told too early.\n',
  );
  const drifts = new Map(rates.map((perMinute) => [perMinute, drift({ data: independent, perMinute }, size)] as const));
  print(
    tableText(
      ['events a minute', ...ruleNames],
      [...drifts].map(([perMinute, byRule]) => [
        perMinute.toLocaleString('en-US'),
        ...ruleNames.map((name) => minutesText(medianOf(byRule.get(name) ?? []), PATIENCE)),
      ]),
    ),
  );
  return { varying: varied, independent: plain, halfEnded: half, drifts };
};
