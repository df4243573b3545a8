import { writeFile } from 'node:fs/promises';
import { countOf, countText } from '../../shared/core/message/format.ts';
import { epochMs } from '../../shared/core/units.ts';
import { readRules } from '../files.ts';
import { UsageError } from '../run-program.ts';
import type { Where } from '../place/place.ts';
import type { Beat } from './beat.ts';
import { type Difference, differenceOf, isEmpty } from './difference.ts';
import { eventFiles } from './event-files.ts';
import { reportJson } from './json.ts';
import { type BacktestProgress, progressOf } from './progress.ts';
import { nothingRead, type Period, PROBLEMS_TOLD, readEvents, type Reading } from './read-events.ts';
import { reportText } from './report.ts';
import { type Backtest, type NamedRules, runBacktest } from './run.ts';
import { picture } from './picture/picture.ts';

/** For which findings the exit code is 1. */
const failures = ['any', 'new', 'lost', 'changed'] as const;
export type FailOn = (typeof failures)[number];

export interface BacktestWish extends Where, Period {
  readonly events?: string;
  readonly rules: string;
  readonly against?: string;
  readonly json: boolean;
  readonly svg?: string;
  readonly failOn?: FailOn;
}

/** Replays events through rules, prints what they would have told, and answers whether that is fine. */
export const backtest = async (wish: BacktestWish): Promise<boolean> => {
  checkWish(wish);
  const all = [await named(wish.rules), ...(wish.against === undefined ? [] : [await named(wish.against)])];
  const { events, ...where } = wish;
  if (events !== undefined) return fromFiles(wish, events, all);
  // Loaded only here: the clients of AWS take longer to load than a small file takes to be replayed.
  const [{ atPlace }, { readStored }] = await Promise.all([import('../place/place.ts'), import('./read-stored.ts')]);
  return atPlace(where, ({ table, options }) =>
    judge(wish, options === '' ? 'stored events' : `stored events of${options}`, all, undefined, (progress) =>
      progress.following(readStored(table, wish, epochMs(Date.now()))),
    ),
  );
};

const checkWish = ({ events, stack, table, data, region, from, to, against, failOn }: BacktestWish): void => {
  const places = [stack, table, data].filter((place) => place !== undefined);
  if (events === undefined && places.length === 0)
    throw new UsageError('Expected --events <file>, --stack [name], --table <name> or --data <dir>; got none of them');
  if (events !== undefined && places.length + (region === undefined ? 0 : 1) > 0)
    throw new UsageError('Expected --events or a place where events are stored, got both');
  if (from !== undefined && to !== undefined && from >= to)
    throw new UsageError('Expected --from to be earlier than --to');
  if (failOn !== undefined && failOn !== 'any' && against === undefined)
    throw new UsageError(`Expected --against <file> with --fail-on ${failOn}: it is about the difference`);
};

const named = async (file: string): Promise<NamedRules> => ({ name: file, rules: await readRules(file) });

const fromFiles = async (wish: BacktestWish, path: string, all: readonly NamedRules[]): Promise<boolean> => {
  const files = await eventFiles(path);
  const reading = nothingRead();
  const bytes = files.every((file) => file.bytes !== undefined)
    ? files.reduce((sum, file) => sum + (file.bytes ?? 0), 0)
    : undefined;
  return judge(wish, path === '-' ? 'stdin' : path, all, reading, (progress) =>
    progress.following(readEvents(files, wish, reading), () => ({ ...reading, ofBytes: bytes })),
  );
};

const judge = async (
  wish: BacktestWish,
  source: string,
  all: readonly NamedRules[],
  reading: Reading | undefined,
  beatsOf: (progress: BacktestProgress) => AsyncIterable<Beat>,
): Promise<boolean> => {
  const began = performance.now();
  const progress = progressOf(process.stderr);
  let found: Backtest | undefined;
  try {
    found = await runBacktest(beatsOf(progress), all);
  } finally {
    progress.clear();
  }
  if (reading !== undefined) tellProblems(reading);
  if (found === undefined) throw nothingFound(source, wish, reading);

  const seconds = (performance.now() - began) / 1000;
  const [outcome, against] = found.outcomes;
  const difference = outcome && against && differenceOf(against.incidents, outcome.incidents, found.to);
  if (wish.svg !== undefined) await writeFile(wish.svg, picture(found));
  if (wish.json) console.log(JSON.stringify(reportJson(source, found, difference, reading, seconds), undefined, 2));
  else {
    console.log(reportText(source, found, difference, reading));
    console.log(
      `${countOf(found.events, 'event')} in ${seconds.toFixed(1)} s, ${countText(Math.round(found.events / seconds))} a second`,
    );
  }
  return isFine(wish.failOn, found, difference);
};

const tellProblems = ({ problems, invalid }: Reading): void => {
  for (const problem of problems) console.error(`left out: ${problem}`);
  if (invalid > PROBLEMS_TOLD) console.error(`left out: ${countText(invalid - PROBLEMS_TOLD)} more`);
};

const nothingFound = (source: string, { from, to }: Period, reading: Reading | undefined): Error => {
  if (reading?.first === undefined || reading.last === undefined)
    return new Error(`Expected events in ${source}; there are none`);
  const period = [from === undefined ? '' : ` from ${isoTime(from)}`, to === undefined ? '' : ` to ${isoTime(to)}`];
  return new Error(
    `Expected events${period.join('')} in ${source}; all of them lie between ${isoTime(reading.first)} and ${isoTime(reading.last)}`,
  );
};

const isoTime = (time: number): string => new Date(time).toISOString();

const isFine = (failOn: FailOn | undefined, { outcomes }: Backtest, difference: Difference | undefined): boolean => {
  switch (failOn) {
    case undefined:
      return true;
    case 'any':
      return outcomes[0]?.incidents.length === 0;
    case 'new':
      return difference?.onlyNew.length === 0;
    case 'lost':
      return difference?.onlyOld.length === 0;
    case 'changed':
      return difference !== undefined && isEmpty(difference);
  }
};
