import type { Part } from '../../../shared/core/rollup/part.ts';
import type { RollupUnit } from '../../../shared/ports/rollups.ts';

/** What some ticks asked of the table. How much it weighs depends on the traffic, and is told later. */
export interface Asked {
  /** Each is one query. */
  readonly rollupReads: readonly RollupRead[];
  readonly rollupWrites: readonly RollupWrite[];
  /** Queries of raw segments, one for each partition that holds some of these minutes. */
  readonly rawReads: readonly RawRead[];
  /** Of items that are smaller than a unit, whatever the traffic. */
  readonly smallReads: number;
  readonly smallWrites: number;
}

export interface RollupRead extends RollupWrite {
  readonly items: number;
}

export interface RollupWrite {
  readonly part: Part;
  readonly unit: RollupUnit;
}

export interface RawRead {
  readonly minutes: number;
  readonly queries: number;
}
