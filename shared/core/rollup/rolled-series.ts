import type { Metric } from '../guardrail/guardrail.ts';
import type { EpochMinute } from '../units.ts';
import type { NumberedRows } from './group-index.ts';
import { foldTallies } from './merge-tallies.ts';
import { openSeries } from './open-series.ts';
import { tallyAt, valueAt } from './rollup-rows.ts';
import { attributeOf, groupKey, type GroupKey, type OpenSeries, OTHER, valueSums } from './series.ts';
import { mergeSketches, type Sketch } from './sketch.ts';
import type { Tally } from './tally.ts';

/** What rollups tell of a part: each of its minutes, and hours or days before the first of these, oldest first. */
export interface RolledPart {
  readonly metric: Metric;
  /** The groups by number. */
  readonly keys: readonly GroupKey[];
  readonly minutes: readonly RolledStretch[];
  readonly older: readonly RolledStretch[];
}

/** Minutes `from` to `to - 1`. */
export interface RolledStretch {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly rows: NumberedRows;
}

/** The group under which another is counted: itself, or `(other)`. */
export type OwnerOf = (group: GroupKey) => GroupKey;

/**
 * The series of the groups of a part over the minutes `from` to `to - 1`, those of the same owner as one. Of two thousand
 * banks a few hundred have a series: without it a tick would hold, and add up afterwards, ten times as many. Throws
 * RangeError for a stretch that lies elsewhere or holds a minute of another: told twice, failures look like an incident.
 */
export const rolledSeries = (
  part: RolledPart,
  { from, to }: Omit<RolledStretch, 'rows'>,
  ownerOf: OwnerOf,
): Map<GroupKey, OpenSeries> => {
  checkStretches(part, from, to);
  const series = new Map<GroupKey, OpenSeries>();
  const byNumber: (Owned | undefined)[] = Array.from(part.keys, () => undefined);
  const ownedBy = (number: number): Owned => {
    const group = part.keys[number];
    if (group === undefined) throw new RangeError(`group ${number}: expected one of ${part.keys.length}`);
    const owner = ownerOf(group);
    const open = series.get(owner) ?? openSeries(part.metric, from, to - from);
    series.set(owner, open);
    return { series: open, isRest: owner === groupKey(attributeOf(owner), OTHER) };
  };
  const each = (rows: NumberedRows, add: (owned: Owned, row: number) => void): void => {
    for (let row = 0; row < rows.groups.length; row++) {
      const number = rows.groups[row] ?? 0;
      add((byNumber[number] ??= ownedBy(number)), row);
    }
  };
  for (const { from: minute, rows } of part.minutes) {
    const [at, ofRest] = [minute - from, new Map<OpenSeries, Sketch[]>()];
    each(rows, ({ series: of, isRest }, row) => {
      addCounts(of, at, rows, row);
      const latencies = rows.latencies?.[row];
      if (latencies === undefined || of.latencies === undefined) return;
      if (isRest) listOf(ofRest, of).push(latencies);
      else of.latencies[at] = latencies;
    });
    for (const [{ latencies }, sketches] of ofRest)
      if (latencies !== undefined) latencies[at] = mergeSketches(sketches);
  }
  for (const { from: start, to: end, rows } of part.older) {
    const ofRest = new Map<OpenSeries, Tally[]>();
    each(rows, ({ series: of, isRest }, row) => {
      const tally = tallyAt(rows, row);
      if (isRest) listOf(ofRest, of).push(tally);
      else (of.older ??= []).push(Object.assign(tally, { from: start, to: end }));
    });
    for (const [of, tallies] of ofRest)
      (of.older ??= []).push({ ...foldTallies(tallies, end - start), from: start, to: end });
  }
  return series;
};

const checkStretches = ({ minutes, older }: RolledPart, from: EpochMinute, to: EpochMinute): void => {
  for (const stretch of older)
    if (stretch.from >= stretch.to || stretch.to > from) throw unexpected(stretch, `a stretch that ends by ${from}`);
  for (const stretch of minutes)
    if (stretch.from < from || stretch.to > to || stretch.to - stretch.from !== 1)
      throw unexpected(stretch, `one of the ${to - from} from ${from} on`);
  let counted = Number.NEGATIVE_INFINITY;
  for (const stretch of [...older, ...minutes]) {
    if (stretch.from < counted)
      throw unexpected(stretch, `each minute once, oldest first, those before ${counted} were added`);
    counted = stretch.to;
  }
};

const unexpected = ({ from, to }: RolledStretch, expected: string): RangeError =>
  new RangeError(`minutes ${from} to ${to}: expected ${expected}`);

/** Who has the rows of a group. Those of the rest are many in one stretch, and are put together there. */
interface Owned {
  readonly series: OpenSeries;
  readonly isRest: boolean;
}

const addCounts = ({ bad, total, value }: OpenSeries, at: number, rows: NumberedRows, row: number): void => {
  bad[at] = (bad[at] ?? 0) + (rows.bad[row] ?? 0);
  total[at] = (total[at] ?? 0) + (rows.total[row] ?? 0);
  const added = value && rows.value && valueAt(rows.value, row);
  if (value === undefined || added === undefined) return;
  for (const name of valueSums) value[name][at] = (value[name][at] ?? 0) + added[name];
  value.largestBad[at] = Math.max(value.largestBad[at] ?? 0, added.largestBad);
};

const listOf = <Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] => {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
};
