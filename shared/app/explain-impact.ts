import type { Counting } from '../core/explain/counted.ts';
import type { Impact } from '../core/explain/explanation.ts';
import { ImpactCount } from '../core/explain/impact.ts';
import type { GroupKey } from '../core/rollup/series.ts';
import type { DistinctMinute } from '../core/segment/dedupe.ts';
import { addMinutes, type EpochMinute, epochMinute } from '../core/units.ts';
import { BeforeSpan, type ExplainBudgets } from './explain-budgets.ts';
import type { MinuteReader, MinuteSpan } from './read-newest.ts';

/** Counts the impact of an incident over its newest minutes, and what was normal before it. */
export class ImpactReader implements MinuteReader {
  readonly #count: ImpactCount;
  readonly #span: MinuteSpan;
  readonly #isCut: boolean;
  readonly #budgets: ExplainBudgets;
  /** Of a volume there is none: it has no bad events. */
  readonly #before: BeforeSpan | undefined;
  #events = 0;
  #counted = 0;
  #beforeCounted = 0;
  /** The newest minute that was one too many. */
  #stoppedAt: EpochMinute | undefined;

  constructor(groups: readonly GroupKey[], counting: Counting, { from, to }: MinuteSpan, budgets: ExplainBudgets) {
    this.#budgets = budgets;
    this.#count = new ImpactCount(groups, counting);
    const newest = addMinutes(to, -budgets.impactMinutes);
    this.#isCut = newest > from;
    this.#span = { from: epochMinute(Math.max(from, newest)), to };
    this.#before = counting.metric.bad.kind === 'none' ? undefined : new BeforeSpan(from, budgets);
  }

  wants(minute: EpochMinute): boolean {
    if (!this.#count.isTellable) return false;
    if (this.#before?.holds(minute) === true)
      return this.#before.wants(minute, { found: this.#beforeCounted, window: this.#counted });
    if (minute < this.#span.from || minute >= this.#span.to) return false;
    if (this.#events < this.#budgets.impactEvents) return true;
    this.#stoppedAt ??= minute;
    return false;
  }

  add(minute: EpochMinute, distinct: DistinctMinute): void {
    if (this.#before?.holds(minute) === true) {
      this.#before.spend(distinct.events);
      this.#beforeCounted += this.#count.addBefore(distinct);
      return;
    }
    this.#events += distinct.events;
    this.#counted += this.#count.add(distinct);
  }

  /** Undefined where nothing could be told: no minutes, or groups that only the tick knew. */
  get impact(): Impact | undefined {
    const { from, to } = this.#span;
    if (!this.#count.isTellable || to <= from) return undefined;
    const counted = this.#stoppedAt === undefined ? from : addMinutes(this.#stoppedAt, 1);
    return this.#count.impactOver({
      from: counted,
      to,
      atLeast: this.#isCut || this.#stoppedAt !== undefined,
    });
  }
}
