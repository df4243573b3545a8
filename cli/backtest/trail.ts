import type { Proof, Verdict } from '../../shared/core/evidence/verdict.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { type GroupedSeries, type GroupKey, type Series, WHOLE } from '../../shared/core/rollup/series.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';
import type { Step } from '../replay/replay.ts';
import { Bins } from './bins.ts';

/** How the value of a guardrail went, for a picture. */
export class Trail {
  readonly guardrail: Guardrail;
  readonly start: EpochMinute;
  /** Of the whole: bad of all, or of a volume minutes of events. */
  readonly whole: Bins;
  /** Of each group that was ever broken, from an hour before it first was. */
  readonly groups = new Map<GroupKey, Bins>();
  /** Where it is a multiple of what is normal: the sum of the limits that the whole was held against, and how many. */
  readonly limits: Bins;
  readonly #metric: number;

  constructor(guardrail: Guardrail, start: EpochMinute) {
    this.guardrail = guardrail;
    this.start = start;
    this.whole = new Bins(start);
    this.limits = new Bins(start);
    this.#metric = guardrail.levels.at(-1)?.metric ?? 0;
  }

  see({ now, report, counts, states }: Step): void {
    const { id, baseline } = this.guardrail;
    const minute = addMinutes(now, -1);
    const proof = proofOf(report.observations.get(id)?.get(WHOLE)?.verdict);
    if (proof !== undefined && baseline !== undefined) this.limits.add(minute, proof.limit, 1);
    if (isProven(this.guardrail)) {
      if (proof !== undefined) this.whole.add(minute, proof.rate, 1);
      return;
    }
    const series = counts.get(id);
    if (series === undefined) return;
    this.#count(this.whole, series, WHOLE, minute);
    for (const [group, bins] of this.groups) this.#count(bins, series, group, minute);
    for (const group of states.get(id)?.incident?.groups ?? [])
      if (group !== WHOLE && !this.groups.has(group)) this.#begin(group, series, minute);
  }

  /** With the minutes before it that are at hand: a line that begins with the incident does not show how it began. */
  #begin(group: GroupKey, series: GroupedSeries, newest: EpochMinute): void {
    const bins = new Bins(this.start);
    this.groups.set(group, bins);
    const from = series.get(group)?.[this.#metric]?.from ?? newest;
    for (let minute = from; minute <= newest; minute = addMinutes(minute, 1)) this.#count(bins, series, group, minute);
  }

  #count(bins: Bins, series: GroupedSeries, group: GroupKey, minute: EpochMinute): void {
    const counted = series.get(group)?.[this.#metric];
    const at = counted === undefined ? -1 : minute - counted.from;
    if (this.guardrail.kind === 'volume') bins.add(minute, counted?.total[at] ?? 0, 1);
    else if (counted !== undefined) bins.add(minute, ...sharesOf(counted, at));
  }
}

const sharesOf = ({ bad, total, value }: Series, at: number): [number, number] =>
  value === undefined ? [bad[at] ?? 0, total[at] ?? 0] : [value.bad[at] ?? 0, value.total[at] ?? 0];

/** Whose value is no count of a minute: a month up to now, and what was slower than a limit that moves. */
const isProven = ({ kind, baseline }: Guardrail): boolean =>
  kind === 'monthly' || (kind === 'latency' && baseline !== undefined);

const proofOf = (verdict: Verdict | undefined): Proof | undefined => {
  switch (verdict?.kind) {
    case 'breach':
    case 'clear':
    case 'compared':
      return verdict.proof;
    case 'inconclusive':
    case 'absent':
    case undefined:
      return undefined;
  }
};

/** Of every guardrail of a rules file. */
export class Trails {
  readonly #trails: readonly Trail[];

  constructor(guardrails: readonly Guardrail[], start: EpochMinute) {
    this.#trails = guardrails.map((guardrail) => new Trail(guardrail, start));
  }

  see(step: Step): void {
    for (const trail of this.#trails) trail.see(step);
  }

  of(guardrail: string): Trail | undefined {
    return this.#trails.find(({ guardrail: { id } }) => id === guardrail);
  }
}
