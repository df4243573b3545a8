import type { Guardrail } from '../shared/core/guardrail/guardrail.ts';
import { metricId } from '../shared/core/rollup/part.ts';
import type { Tally } from '../shared/core/rollup/tally.ts';
import { type EpochMinute, epochMinute, MS_PER_MINUTE } from '../shared/core/units.ts';
import type { ReplayedPayment } from './replayed-traffic.ts';

/** A guardrail said once more in plain words, so that what is counted is not checked by what counted it. */
export interface PlainRule {
  readonly guardrail: Guardrail;
  readonly isCounted: (payment: ReplayedPayment) => boolean;
  readonly isBad: (payment: ReplayedPayment) => boolean;
  readonly weighted?: true;
  /** Latencies are kept for their quantiles. */
  readonly timed?: true;
}

interface Counts {
  bad: number;
  total: number;
  /** Amounts, where the rule is weighted. */
  readonly badAmounts: number[];
  readonly amounts: number[];
}

export interface PlainPart {
  readonly id: string;
  readonly by: string;
  readonly rule: PlainRule;
  /** By minute and group. */
  readonly minutes: Map<EpochMinute, Map<string, Counts>>;
  readonly latencies: Map<EpochMinute, number[]>;
}

/** Counts each payment as it comes, and adds up from single minutes whatever span it is asked for. */
export class BruteForce {
  readonly parts: readonly PlainPart[];
  readonly #seen = new Set<string>();

  constructor(rules: readonly PlainRule[]) {
    this.parts = rules.flatMap((rule) =>
      rule.guardrail.metrics.flatMap((metric) =>
        ['', ...rule.guardrail.by].map((by) => {
          return { id: metricId(metric), by, rule, minutes: new Map(), latencies: new Map() };
        }),
      ),
    );
  }

  /** How many different payments there were. */
  get events(): number {
    return this.#seen.size;
  }

  add(payment: ReplayedPayment): void {
    if (this.#seen.has(payment.id)) return;
    this.#seen.add(payment.id);
    const minute = epochMinute(Math.floor(Date.parse(payment.time) / MS_PER_MINUTE));
    for (const part of this.parts) if (part.rule.isCounted(payment)) addTo(part, minute, payment);
  }

  /** What the minutes `from` to `to - 1` come to, by group. */
  tallies(part: PlainPart, from: EpochMinute, to: EpochMinute): ReadonlyMap<string, Tally> {
    const perGroup = new Map<string, Counts[]>();
    for (let minute = from; minute < to; minute = epochMinute(minute + 1))
      for (const [group, counts] of part.minutes.get(minute) ?? []) {
        const all = perGroup.get(group);
        if (all === undefined) perGroup.set(group, [counts]);
        else all.push(counts);
      }
    return new Map([...perGroup].map(([group, counts]) => [group, tallyOf(counts, part.rule.weighted === true)]));
  }

  latencies(part: PlainPart, from: EpochMinute, to: EpochMinute): readonly number[] {
    const all: number[] = [];
    for (let minute = from; minute < to; minute = epochMinute(minute + 1))
      all.push(...(part.latencies.get(minute) ?? []));
    return all.sort((left, right) => left - right);
  }
}

const addTo = (part: PlainPart, minute: EpochMinute, payment: ReplayedPayment): void => {
  const { rule, by } = part;
  const group = by === 'bank' || by === 'method' ? `${by}=${payment.attributes[by]}` : '';
  const groups = part.minutes.get(minute) ?? new Map<string, Counts>();
  part.minutes.set(minute, groups);
  const counts = groups.get(group) ?? { bad: 0, total: 0, badAmounts: [], amounts: [] };
  groups.set(group, counts);
  counts.total++;
  if (rule.isBad(payment)) counts.bad++;
  if (rule.weighted === true) counts.amounts.push(payment.amount);
  if (rule.weighted === true && rule.isBad(payment)) counts.badAmounts.push(payment.amount);
  if (rule.timed !== true || by !== '' || payment.latencyMs === undefined) return;
  const latencies = part.latencies.get(minute) ?? [];
  part.latencies.set(minute, latencies);
  latencies.push(payment.latencyMs);
};

const tallyOf = (minutes: readonly Counts[], weighted: boolean): Tally => {
  const [badAmounts, amounts] = [
    minutes.flatMap((counts) => counts.badAmounts),
    minutes.flatMap((counts) => counts.amounts),
  ];
  return {
    bad: sum(minutes.map(({ bad }) => bad)),
    total: sum(minutes.map(({ total }) => total)),
    minutes: minutes.length,
    badMinutes: minutes.filter(({ bad }) => bad > 0).length,
    goodMinutes: minutes.filter(({ bad, total }) => total > bad).length,
    squares: sum(minutes.map(({ total }) => total ** 2)),
    badSquaresOverTotal: sum(minutes.map(({ bad, total }) => bad ** 2 / total)),
    ...(weighted
      ? {
          value: {
            bad: sum(badAmounts),
            total: sum(amounts),
            badSquares: sum(badAmounts.map((amount) => amount ** 2)),
            totalSquares: sum(amounts.map((amount) => amount ** 2)),
            largestBad: Math.max(0, ...badAmounts),
          },
        }
      : undefined),
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
