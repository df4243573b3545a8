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

export interface PlainPart {
  readonly id: string;
  readonly by: string;
  readonly rule: PlainRule;
}

/** Keeps each payment once and counts it anew for whatever span it is asked for. */
export class BruteForce {
  readonly parts: readonly PlainPart[];
  readonly #seen = new Set<string>();
  readonly #minutes = new Map<EpochMinute, ReplayedPayment[]>();
  readonly #attributes = new Map<string, ReplayedPayment['attributes']>();

  constructor(rules: readonly PlainRule[]) {
    this.parts = rules.flatMap((rule) =>
      rule.guardrail.metrics.flatMap((metric) =>
        ['', ...rule.guardrail.by].map((by) => ({ id: metricId(metric), by, rule })),
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
    const payments = this.#minutes.get(minute) ?? [];
    this.#minutes.set(minute, payments);
    // Weeks of them lie in memory: without what is not counted, and with what they share.
    payments.push({ ...payment, id: '', time: '', attributes: this.#shared(payment.attributes) });
  }

  /** What the minutes `from` to `to - 1` come to, by group. */
  tallies(part: PlainPart, from: EpochMinute, to: EpochMinute): ReadonlyMap<string, Tally> {
    const minutes = new Map<string, ReplayedPayment[][]>();
    for (let minute = from; minute < to; minute = epochMinute(minute + 1))
      for (const [group, payments] of Map.groupBy(this.#counted(part, minute), (payment) => groupOf(part, payment))) {
        const all = minutes.get(group);
        if (all === undefined) minutes.set(group, [payments]);
        else all.push(payments);
      }
    return new Map([...minutes].map(([group, payments]) => [group, tallyOf(payments, part.rule)]));
  }

  latencies(part: PlainPart, from: EpochMinute, to: EpochMinute): readonly number[] {
    if (part.rule.timed !== true || part.by !== '') return [];
    const all: number[] = [];
    for (let minute = from; minute < to; minute = epochMinute(minute + 1))
      for (const { latencyMs } of this.#counted(part, minute)) if (latencyMs !== undefined) all.push(latencyMs);
    return all.sort((left, right) => left - right);
  }

  #counted({ rule }: PlainPart, minute: EpochMinute): readonly ReplayedPayment[] {
    return (this.#minutes.get(minute) ?? []).filter(rule.isCounted);
  }

  #shared(attributes: ReplayedPayment['attributes']): ReplayedPayment['attributes'] {
    const key = JSON.stringify(attributes);
    const shared = this.#attributes.get(key) ?? attributes;
    this.#attributes.set(key, shared);
    return shared;
  }
}

const groupOf = ({ by }: PlainPart, { attributes }: ReplayedPayment): string =>
  by === 'bank' || by === 'method' ? `${by}=${attributes[by]}` : '';

/** Of the payments of a group, minute by minute. */
const tallyOf = (minutes: readonly (readonly ReplayedPayment[])[], { isBad, weighted }: PlainRule): Tally => {
  const counts = minutes.map((payments) => ({ bad: payments.filter(isBad).length, total: payments.length }));
  const all = minutes.flat();
  const amounts = all.map(({ amount }) => amount);
  const badAmounts = all.filter(isBad).map(({ amount }) => amount);
  return {
    bad: sum(counts.map(({ bad }) => bad)),
    total: all.length,
    minutes: minutes.length,
    badMinutes: counts.filter(({ bad }) => bad > 0).length,
    goodMinutes: counts.filter(({ bad, total }) => total > bad).length,
    squares: sum(counts.map(({ total }) => total ** 2)),
    badSquaresOverTotal: sum(counts.map(({ bad, total }) => bad ** 2 / total)),
    ...(weighted === true
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
