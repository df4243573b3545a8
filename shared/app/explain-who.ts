import { type Counting, countedRows } from '../core/explain/counted.ts';
import { findCulprit } from '../core/explain/culprit.ts';
import type { Culprit, Explanation } from '../core/explain/explanation.ts';
import { groupAsCulprit } from '../core/explain/group-culprit.ts';
import { pickExamples, rowHasAll } from '../core/explain/pick-examples.ts';
import { Sample, type SampleExample } from '../core/explain/sample.ts';
import { countedWithin, isTellable, scope } from '../core/explain/scope.ts';
import type { EventTable } from '../core/explain/event-table.ts';
import { type GroupKey, WHOLE } from '../core/rollup/series.ts';
import type { DistinctMinute } from '../core/segment/dedupe.ts';
import type { EpochMinute } from '../core/units.ts';
import { BeforeSpan, type ExplainBudgets } from './explain-budgets.ts';
import type { MinuteReader, MinuteSpan } from './read-newest.ts';

/** What is searched: the window that spoke, and what is known of the time before. */
export interface WhoSearch {
  /** That the message is about first. */
  readonly group: GroupKey;
  readonly counting: Counting;
  readonly leftOut: ReadonlySet<string>;
  readonly window: MinuteSpan;
  /** The reference ends before this minute. */
  readonly before: EpochMinute;
}

export interface Who {
  readonly explanation: Explanation;
  readonly examples: readonly string[];
}

/** Samples all events of the guardrail, or those of one group of it, from the window and then from before. */
export class SampleReader implements MinuteReader {
  readonly sample: Sample;
  readonly #search: WhoSearch;
  readonly #within: GroupKey;
  readonly #before: BeforeSpan;
  readonly #budgets: ExplainBudgets;
  #read = 0;

  constructor(search: WhoSearch, within: GroupKey, budgets: ExplainBudgets) {
    this.#search = search;
    this.#within = within;
    this.#budgets = budgets;
    this.#before = new BeforeSpan(search.before, budgets);
    this.sample = new Sample(search.leftOut);
  }

  wants(minute: EpochMinute): boolean {
    const { from, to } = this.#search.window;
    if (minute >= from && minute < to) return !this.sample.isFull && this.#read < this.#budgets.windowEvents;
    return this.#before.wants(minute, { found: this.sample.before.total, window: this.sample.rows });
  }

  add(minute: EpochMinute, { segments, events }: DistinctMinute): void {
    const { counting, group } = this.#search;
    const isBefore = this.#before.holds(minute);
    if (isBefore) this.#before.spend(events);
    else this.#read += events;
    for (const { columns, keep } of segments) {
      const all = countedRows(columns, keep, counting);
      const kinds = this.#within === WHOLE ? all : countedWithin(all, scope(columns, this.#within));
      if (isBefore) this.sample.addBefore(columns, kinds);
      else this.sample.add(columns, kinds, scope(columns, group));
    }
  }
}

/** The readers of a search: of the whole, and of the first member where it is a group. */
export interface WhoReaders {
  readonly whole: SampleReader;
  readonly group?: SampleReader;
}

export const whoReaders = (search: WhoSearch, budgets: ExplainBudgets): WhoReaders => ({
  whole: new SampleReader(search, WHOLE, budgets),
  ...(search.group === WHOLE || !isTellable(search.group)
    ? undefined
    : { group: new SampleReader(search, search.group, budgets) }),
});

/**
 * Among all events first, for the cause is often wider than the group that was proven first. Where that tells nothing
 * the cause may lie within the group and be too small to show in the whole; and else it may be the group itself.
 */
export const whoOf = ({ group }: WhoSearch, readers: WhoReaders): Who => {
  const { sample } = readers.whole;
  const { table } = sample;
  const explanation = findCulprit(table, sample.reference);
  if (explanation.kind !== 'unknown')
    return { explanation, examples: examplesIn(table, sample.examples, explanation.culprits[0]) };
  const ofGroup = { explanation, examples: pickExamples(sample.examples, ({ marked }) => marked) };
  if (readers.group === undefined) return ofGroup;

  const ours = readers.group.sample;
  const inGroup = ours.table;
  // One more value: with the group's own these are two.
  const within = findCulprit(inGroup, ours.reference, { pairs: false });
  if (within.kind !== 'unknown')
    return {
      explanation: prefixed(within, group),
      examples: examplesIn(inGroup, ours.examples, within.culprits[0]),
    };
  const itself = groupAsCulprit(
    group,
    { window: sample.marked, before: ours.before },
    { window: { bad: badRows(table), total: table.rows }, before: sample.before },
  );
  const examples = pickExamples(ours.examples, () => true);
  return { explanation: itself ?? explanation, examples };
};

const examplesIn = (table: EventTable, examples: readonly SampleExample[], { values }: Culprit): string[] => {
  const isIn = rowHasAll(table, values);
  return pickExamples(examples, ({ row }) => isIn(row));
};

const prefixed = (within: Exclude<Explanation, { kind: 'unknown' }>, group: GroupKey): Explanation => {
  const prefix = (culprit: Culprit): Culprit => ({ ...culprit, values: [group, ...culprit.values] });
  if (within.kind === 'tied') {
    const [first, second, ...rest] = within.culprits;
    return { ...within, culprits: [prefix(first), prefix(second), ...rest.map(prefix)] };
  }
  const [first, ...rest] = within.culprits;
  return { ...within, culprits: [prefix(first), ...rest.map(prefix)] };
};

const badRows = ({ bad }: EventTable): number => bad.reduce((sum, each) => sum + each, 0);
