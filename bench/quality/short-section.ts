import type { Delays } from './delays-section.ts';
import { medianOf, perWeek, short, tableText } from './figures.ts';
import type { Openings } from './openings-section.ts';
import { CUSUM, ruleNames } from './rules.ts';
import { nameOf, type Data } from './traffic.ts';
import { slightlyVarying } from './cells.ts';

/** One line for each rule, at a quiet group and at a busy one: what the other tables come to. */
const QUIET = 20;
const BUSY = 1_000;

const isOf =
  (data: Data, perMinute: number) =>
  ({ cell }: { readonly cell: { readonly data: Data; readonly perMinute: number } }): boolean =>
    nameOf(cell.data) === nameOf(data) && cell.perMinute === perMinute;

const both = (figure: (isCell: ReturnType<typeof isOf>) => string): string =>
  [QUIET, BUSY].map((perMinute) => figure(isOf(slightlyVarying, perMinute))).join(', ');

export const shortHead: readonly string[] = [
  'rule',
  'false openings a week at 90 % of the limit',
  'of 200 groups',
  'calls 6 % after 40 % over',
  '15 % is told after, min',
  'is over after, min',
];

export const printInShort = (openings: Openings, delays: Delays, print: (text: string) => void): void => {
  const rowOf = (rule: string): readonly string[] => {
    const stepOf = (isCell: ReturnType<typeof isOf>) =>
      delays.varying.find((each) => isCell(each) && each.height === 0.15)?.byRule.get(rule);
    const [, at90] = openings.many.find(({ data }) => data.kind === 'overdispersed')?.byShare ?? [];
    return [
      rule,
      both((isCell) => {
        const found = openings.sound.find(isCell);
        return perWeek(found?.byRule.get(rule)?.[1] ?? Number.NaN, found?.weeks ?? 1);
      }),
      rule === CUSUM ? '-' : perWeek(at90?.byRule.get(rule) ?? Number.NaN, at90?.weeks ?? 1),
      both((isCell) => short(delays.halfEnded.find(isCell)?.byRule.get(rule) ?? Number.NaN)),
      both((isCell) => String(medianOf(stepOf(isCell)?.told ?? []))),
      both((isCell) => String(medianOf(stepOf(isCell)?.over ?? []))),
    ];
  };
  print(`In short: ${QUIET} and ${BUSY.toLocaleString('en-US')} events a minute, rates that vary (ICC 0.002).\n`);
  print(tableText(shortHead, ruleNames.map(rowOf)));
};
