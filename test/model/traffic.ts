import { emptySeries, type GroupedSeries, type GroupKey, groupKey, WHOLE } from '../../shared/core/rollup/series.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';
import type { Counts } from '../../shared/ports/counts.ts';

export const STREAMS = 2;
const banks = ['icbc', 'abc'] as const;
export const BANKS = banks.length;
export const groupOf = (bank: number): GroupKey => groupKey('bank', banks[bank % BANKS]);

export const flows = ['calm', 'borderline', 'warning-bad', 'critical-bad', 'stopped'] as const;
export type Flow = (typeof flows)[number];
export interface Course {
  readonly flow: Flow;
  /** A few payments a minute: what a minute of many proves takes an hour of these. */
  readonly thin: boolean;
}
export const calm: Course = { flow: 'calm', thin: false };
export const broken: Course = { flow: 'critical-bad', thin: false };

interface Cell {
  readonly bad: number;
  readonly total: number;
}
const nothing: Cell = { bad: 0, total: 0 };

const shares: Readonly<Record<Flow, number>> = {
  calm: 0.01,
  borderline: 0.06,
  'warning-bad': 0.16,
  'critical-bad': 0.7,
  stopped: 0,
};

/** The same for a minute whenever it is asked for; neighbours differ a little. */
const cellOf = ({ flow, thin }: Course, minute: number): Cell => {
  if (flow === 'stopped') return nothing;
  const wobble = (Math.imul(minute, 2_654_435_761) >>> 16) % 16;
  const total = (thin ? 4 : 100) + (thin ? wobble % 3 : wobble);
  return { bad: Math.min(total, Math.max(0, Math.round(total * shares[flow] + (wobble % 5) / 4 - 0.5))), total };
};

/** Payments by stream, bank and minute. A minute that a tick may have read never changes. */
export class Traffic {
  readonly #courses: Course[] = Array.from({ length: STREAMS * BANKS }, () => calm);
  readonly #cells = new Map<number, readonly Cell[]>();

  set(stream: number, bank: number, course: Course): void {
    this.#courses[stream * BANKS + bank] = course;
  }

  /** Fills the minutes `from` to `to - 1` as the courses are now. */
  flow(from: EpochMinute, to: EpochMinute): void {
    for (let minute = from as number; minute < to; minute++)
      this.#cells.set(
        minute,
        this.#courses.map((course) => cellOf(course, minute)),
      );
  }

  /** What a stream had in the minutes `from` to `to - 1`. */
  sum(stream: number, group: GroupKey, from: number, to: number): Cell {
    let [bad, total] = [0, 0];
    for (let minute = from; minute < to; minute++)
      for (let bank = 0; bank < BANKS; bank++) {
        if (group !== WHOLE && group !== groupOf(bank)) continue;
        const cell = this.#cells.get(minute)?.[stream * BANKS + bank] ?? nothing;
        bad += cell.bad;
        total += cell.total;
      }
    return { bad, total };
  }

  /** As the evaluator would count it. Like there, a group without events is not in it. */
  series(stream: number, from: EpochMinute, to: EpochMinute, isVolume: boolean): GroupedSeries {
    const whole = emptySeries(from, to - from);
    const groups = Array.from({ length: BANKS }, () => emptySeries(from, to - from));
    const seen = new Set<number>();
    for (let at = 0; at < to - from; at++) {
      const cells = this.#cells.get(addMinutes(from, at));
      if (cells === undefined) continue;
      for (const [bank, series] of groups.entries()) {
        const { bad, total } = cells[stream * BANKS + bank] ?? nothing;
        if (total === 0) continue;
        seen.add(bank);
        series.total[at] = total;
        whole.total[at] = (whole.total[at] ?? 0) + total;
        if (isVolume) continue;
        series.bad[at] = bad;
        whole.bad[at] = (whole.bad[at] ?? 0) + bad;
      }
    }
    return new Map([
      [WHOLE, [whole]] as const,
      ...[...seen].map((bank) => [groupOf(bank), groups.slice(bank, bank + 1)] as const),
    ]);
  }
}

/** The counts of a table, by the stream that each guardrail reads. */
export const tableCounts = (traffic: Traffic, streamOf: (guardrail: string) => number): Counts => ({
  count: async (guardrails, { from, to }) => ({
    series: new Map(
      guardrails.map(({ id, kind, by }) => {
        const series = traffic.series(streamOf(id), from, to, kind === 'volume');
        return [id, by.length > 0 ? series : new Map([...series].filter(([group]) => group === WHOLE))];
      }),
    ),
    events: 0,
    duplicates: 0,
    conflicts: 0,
    unreadable: 0,
  }),
});
