import { type Counting, countedRows, countingOf } from '../core/explain/counted.ts';
import type { Culprit, Remainder } from '../core/explain/explanation.ts';
import { Latencies } from '../core/explain/latencies.ts';
import { countedWithin, isTellable, scope, scopeOfAll } from '../core/explain/scope.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import type { MemberFact } from '../core/incident/notification.ts';
import { BAD, NOT_COUNTED } from '../core/rollup/classify.ts';
import type { GroupKey } from '../core/rollup/series.ts';
import type { DistinctMinute } from '../core/segment/dedupe.ts';
import type { EpochMinute } from '../core/units.ts';
import type { ExplainBudgets } from './explain-budgets.ts';
import type { MinuteReader } from './read-newest.ts';

const isIn = ({ proof }: MemberFact, minute: EpochMinute): boolean => minute >= proof.from && minute < proof.to;

/** Of a latency guardrail: the percentile of each member over the window of its proof. */
export class PercentileReader implements MinuteReader {
  readonly #members: readonly { readonly fact: MemberFact; readonly latencies: Latencies }[];
  readonly #guardrail: Guardrail;
  readonly #budgets: ExplainBudgets;
  #events = 0;

  constructor(guardrail: Guardrail, members: readonly MemberFact[], budgets: ExplainBudgets) {
    this.#budgets = budgets;
    const [metric] = guardrail.metrics;
    this.#guardrail = guardrail;
    this.#members =
      metric === undefined || guardrail.percentile === undefined
        ? []
        : members.map((fact) => ({ fact, latencies: new Latencies(fact.group, metric) }));
  }

  wants(minute: EpochMinute): boolean {
    return this.#events < this.#budgets.memberEvents && this.#members.some(({ fact }) => isIn(fact, minute));
  }

  add(minute: EpochMinute, { segments, events }: DistinctMinute): void {
    this.#events += events;
    for (const { fact, latencies } of this.#members)
      if (isIn(fact, minute)) for (const { columns, keep } of segments) latencies.add(columns, keep);
  }

  get percentiles(): ReadonlyMap<GroupKey, number> {
    const share = this.#guardrail.percentile;
    return new Map(
      this.#members.flatMap(({ fact, latencies }): [GroupKey, number][] => {
        const value = share === undefined ? undefined : latencies.at(share);
        return value === undefined ? [] : [[fact.group, value]];
      }),
    );
  }
}

/** What is left of each member's window without the events of the culprits, counted as its proof counts. */
export class RemainderReader implements MinuteReader {
  readonly #members: readonly RemainderCount[];
  readonly #culprits: readonly Culprit[];
  readonly #budgets: ExplainBudgets;
  #events = 0;
  /** The newest minute that was one too many: of a window that reaches it nothing is told. */
  #stoppedAt: EpochMinute | undefined;

  constructor(
    guardrail: Guardrail,
    members: readonly MemberFact[],
    culprits: readonly Culprit[],
    budgets: ExplainBudgets,
  ) {
    this.#budgets = budgets;
    this.#culprits = culprits;
    this.#members = members
      .filter(({ group, proof }) => isTellable(group) && proof.to - proof.from <= budgets.memberMinutes)
      .map((fact) => ({
        fact,
        counting: { ...countingOf(guardrail, fact.severity, [fact]), turned: false },
        bad: 0,
        total: 0,
      }));
  }

  wants(minute: EpochMinute): boolean {
    if (!this.#members.some(({ fact }) => isIn(fact, minute))) return false;
    if (this.#events < this.#budgets.memberEvents) return true;
    this.#stoppedAt ??= minute;
    return false;
  }

  add(minute: EpochMinute, { segments, events }: DistinctMinute): void {
    this.#events += events;
    for (const { columns, keep } of segments) {
      const explained = this.#culprits.map(({ values }) => scopeOfAll(columns, values));
      const left = keep.map((kept, row) => (explained.some((rows) => rows[row] === 1) ? 0 : kept));
      for (const member of this.#members) {
        if (!isIn(member.fact, minute)) continue;
        const kinds = countedWithin(countedRows(columns, left, member.counting), scope(columns, member.fact.group));
        for (const kind of kinds) {
          if (kind === NOT_COUNTED) continue;
          member.total++;
          if (kind === BAD) member.bad++;
        }
      }
    }
  }

  get remainders(): ReadonlyMap<GroupKey, Remainder> {
    const stoppedAt = this.#stoppedAt;
    return new Map(
      this.#members
        .filter(({ fact }) => stoppedAt === undefined || fact.proof.from > stoppedAt)
        .map(({ fact, bad, total }) => [fact.group, { bad, total }]),
    );
  }
}

interface RemainderCount {
  readonly fact: MemberFact;
  readonly counting: Counting;
  bad: number;
  total: number;
}
