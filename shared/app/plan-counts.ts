import { addMinutesTo } from '../core/rollup/open-series.ts';
import { Measure } from '../core/rollup/measure.ts';
import { attachWeeks } from '../core/rollup/past-weeks.ts';
import type { OwnerOf } from '../core/rollup/rolled-series.ts';
import type { GroupedSeries, GroupKey } from '../core/rollup/series.ts';
import type { CountedMinute } from '../core/segment/dedupe.ts';
import type { EpochMinute } from '../core/units.ts';
import type { CountPlan } from './count-plan.ts';
import { type KnownSpan, knownSpan } from './count-span.ts';
import { ownersOf } from './owners.ts';
import type { KnownRollups } from './read-rollups.ts';
import { emptyOf, seriesOfSpan } from './series-of-span.ts';
import type { WeekSpan } from './week-spans.ts';

/** A guardrail that is being counted: what rollups know of it, and beside that minute by minute what they don't. */
export class PlanCounts {
  /** Of the guardrail. */
  readonly id: string;
  /** The minutes that must be counted from raw. */
  readonly unknown: ReadonlySet<EpochMinute>;
  readonly #plan: CountPlan;
  readonly #known: KnownRollups;
  readonly #span: KnownSpan;
  readonly #weeks: readonly KnownWeek[];
  readonly #ownerOf: OwnerOf;
  readonly #raw: Measure;

  constructor(plan: CountPlan, known: KnownRollups, always: ReadonlySet<GroupKey>) {
    const { parts, span, guardrail } = plan;
    this.id = guardrail.id;
    this.#plan = plan;
    this.#known = known;
    this.#span = knownSpan(parts, span, known);
    this.#weeks = plan.weeks
      .map((week) => ({ ...week, known: knownSpan(parts, week.span, known) }))
      // A part of a week would look like a quiet one, and lower what is normal.
      .filter((week) => week.known.unknown.length === 0);
    const weeks = this.#weeks.map((week) => week.known);
    this.#ownerOf = ownersOf(plan, { span: this.#span, weeks, known }, always);
    const { unknown, range } = this.#span;
    this.unknown = new Set(unknown);
    const [first = range.to, last] = [unknown[0], unknown.at(-1)];
    this.#raw = new Measure(guardrail, first, last === undefined ? 0 : last + 1 - first);
  }

  /** One of the unknown minutes, each once. */
  add(minute: EpochMinute, distinct: CountedMinute): void {
    this.#raw.add(minute, distinct);
  }

  /** All of it, once every unknown minute was added. */
  series(): GroupedSeries {
    const { guardrail, parts } = this.#plan;
    const { knownFrom } = this.#span;
    const series = seriesOfSpan(guardrail, parts, this.#span, this.#known, this.#ownerOf);
    for (const [group, metrics] of this.#raw.series) {
      const owner = this.#ownerOf(group);
      const into = series.get(owner) ?? emptyOf(guardrail, this.#span.range);
      series.set(owner, into);
      for (const [metric, added] of metrics.entries()) {
        const open = into[metric];
        if (open !== undefined) addMinutesTo(open, added);
      }
    }
    const current = new Map(
      [...series].map(([group, metrics]) => [group, metrics.map((each) => ({ ...each, knownFrom }))]),
    );
    if (guardrail.baseline === undefined) return current;
    return attachWeeks(
      current,
      this.#weeks.map(({ ago, shift, known: week }) => ({
        ago,
        shift,
        knownFrom: week.knownFrom,
        series: seriesOfSpan(guardrail, parts, week, this.#known, this.#ownerOf),
      })),
    );
  }
}

interface KnownWeek extends WeekSpan {
  readonly known: KnownSpan;
}
