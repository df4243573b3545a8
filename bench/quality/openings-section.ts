import {
  type Cell,
  cellsOf,
  independent,
  rates,
  retries,
  SEED,
  type Size,
  slightlyVarying,
  varying,
  wandering,
} from './cells.ts';
import { type FalseOpenings, falseOpenings, firstDays } from './false-openings.ts';
import { perWeek, tableText } from './figures.ts';
import { type ManyGroups, manyGroups } from './many-groups.ts';
import { PARAPET, ruleNames, usualRules } from './rules.ts';
import { type Data, nameOf } from './traffic.ts';

/** The tables of openings while the true rate is at most the limit. */

export const soundCells = cellsOf(independent, slightlyVarying, varying);
/** What no rule that counts events can tell from trouble, and what is trouble, if brief. */
export const apartCells = cellsOf(retries, ...wandering);

const head = ['data', 'events a minute'];
const ofCell = ({ data, perMinute }: Cell): readonly string[] => [nameOf(data), perMinute.toLocaleString('en-US')];
const countsText = (counts: readonly number[], weeks: number): string =>
  counts.map((count) => perWeek(count, weeks)).join('/');

export const openingsHead = [...head, ...ruleNames];
export const openingsRow = ({ cell, weeks, byRule }: FalseOpenings): readonly string[] => [
  ...ofCell(cell),
  ...ruleNames.map((name) => countsText(byRule.get(name) ?? [], weeks)),
];

const trulyHead = [...head, PARAPET, 'of these truly above'];
const trulyRow = ({ cell, weeks, byRule, trulyAbove }: FalseOpenings): readonly string[] => [
  ...ofCell(cell),
  countsText(byRule.get(PARAPET) ?? [], weeks),
  countsText(trulyAbove, weeks),
];

/** Of Parapet, at 90 % of the limit. */
export const FIRST_DAYS = { groups: 100, share: 0.9 } as const;
const firstDayRow = (data: Data): readonly string[] => [
  nameOf(data),
  ...rates.map((perMinute) => String(firstDays({ data, perMinute }, FIRST_DAYS.share, FIRST_DAYS.groups))),
];

export const manyData: readonly Data[] = [independent, { kind: 'overdispersed', icc: 0.005 }];
const manyShares = [0.7, 0.9] as const;
/** Two hundred groups are drawn for fewer weeks. */
const MANY_WEEKS = 0.5;

export interface Many {
  readonly data: Data;
  readonly byShare: readonly ManyGroups[];
}

const manyRow = ({ data, byShare }: Many): readonly string[] => [
  nameOf(data),
  ...[...usualRules.keys(), PARAPET].map((name) =>
    byShare.map(({ byRule, weeks }) => perWeek(byRule.get(name) ?? 0, weeks)).join('/'),
  ),
  byShare.map(({ messages, weeks }) => perWeek(messages, weeks)).join('/'),
];

export interface Openings {
  readonly sound: readonly FalseOpenings[];
  readonly apart: readonly FalseOpenings[];
  readonly many: readonly Many[];
}

export const printOpenings = ({ weeks }: Size, print: (text: string) => void): Openings => {
  print(
    `Openings of a group in a week, at 70/90/100 % of the limit of 5 %; ${weeks} weeks of each after a first day, seed ${SEED}.\n`,
  );
  const sound = soundCells.map((cell) => falseOpenings(cell, weeks));
  print(tableText(openingsHead, sound.map(openingsRow)));
  print('The same where what is counted is not what is watched, or truly crosses the limit.\n');
  const apart = apartCells.map((cell) => falseOpenings(cell, weeks));
  print(tableText(openingsHead, apart.map(openingsRow)));
  print('Of rates that wander: openings a week in whose window the true rate was above the limit.\n');
  print(tableText(trulyHead, apart.filter(({ cell }) => cell.data.kind === 'wandering').map(trulyRow)));
  print(
    `Openings of Parapet in the first day of ${FIRST_DAYS.groups} groups at 90 % of the limit, when nothing is learned yet.\n`,
  );
  print(
    tableText(
      ['data', ...rates.map((rate) => `${rate.toLocaleString('en-US')} a minute`)],
      [independent, slightlyVarying, varying, retries].map(firstDayRow),
    ),
  );
  const manyWeeks = Math.max(1, Math.round(weeks * MANY_WEEKS));
  print(
    `One guardrail of 200 groups, 2,000 events a minute, the k-th largest in proportion to 1/k: openings of all groups in a week at 70/90 % of the limit; ${manyWeeks} weeks of each.\n`,
  );
  const many = manyData.map((data) => ({
    data,
    byShare: manyShares.map((share) => manyGroups(data, share, manyWeeks)),
  }));
  print(tableText(['data', ...usualRules.keys(), PARAPET, 'its messages'], many.map(manyRow)));
  return { sound, apart, many };
};
