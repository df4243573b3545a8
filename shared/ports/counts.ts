import type { Guardrail } from '../core/guardrail/guardrail.ts';
import type { GroupedSeries, GroupKey } from '../core/rollup/series.ts';
import type { EpochMinute, EpochMs } from '../core/units.ts';

/** The minutes `from` to `to - 1`. */
export interface MinuteRange {
  readonly from: EpochMinute;
  readonly to: EpochMinute;
}

/** What the judge is told: count pairs per minute, by guardrail, metric and group. */
export interface Counts {
  /**
   * Throws when the counts can't be had whole; part of a window would look like a recovery. `always` names by guardrail id
   * the groups that must not be counted under `(other)`, however small: members of an open incident.
   */
  count(guardrails: readonly Guardrail[], window: MinuteRange, asOf: EpochMs, always?: AlwaysCounted): Promise<Counted>;
}

export type AlwaysCounted = ReadonlyMap<string, ReadonlySet<GroupKey>>;

export interface Counted {
  /** By guardrail id. */
  readonly series: ReadonlyMap<string, GroupedSeries>;
  /** Distinct events of the window, whether or not a guardrail counts them. */
  readonly events: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Segments left out because they could not be read. */
  readonly unreadable: number;
}
