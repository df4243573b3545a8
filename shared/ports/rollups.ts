import type { Part } from '../core/rollup/part.ts';
import type { EpochMinute, EpochMs } from '../core/units.ts';

export const rollupUnits = ['minute', 'hour', 'day'] as const;
export type RollupUnit = (typeof rollupUnits)[number];

/** A rollup as it lies in the store; `data` is what the codec makes of it. */
export interface StoredRollup {
  /** The first minute that it holds. */
  readonly start: EpochMinute;
  /** How often it was written, from 1. */
  readonly version: number;
  readonly data: Uint8Array;
}

/** Rollups of sealed minutes, and of the hours and days that are made of them. Recomputed and set, never added to. */
export interface RollupStore {
  /**
   * Those of a part that start in `from` to `to - 1` and have not expired at `asOf`, oldest first, strongly consistent;
   * throws rather than answer with a part.
   */
  read(
    part: Pick<Part, 'id' | 'by'>,
    unit: RollupUnit,
    from: EpochMinute,
    to: EpochMinute,
    asOf: EpochMs,
  ): Promise<readonly StoredRollup[]>;

  /**
   * Sets a rollup if its version is still `version` (0: there is none), as `version + 1`. False where it is another: what
   * was computed from an older reading must not replace a newer one. A repeated write that was applied before counts as set.
   */
  put(
    part: Pick<Part, 'id' | 'by'>,
    unit: RollupUnit,
    rollup: Pick<StoredRollup, 'start' | 'data'>,
    version: number,
    writer: string,
  ): Promise<boolean>;

  /** The last minute that is sealed: up to it rollups are used, raw segments after it. Undefined before the first. */
  sealedThrough(): Promise<EpochMinute | undefined>;

  /** Moves the cursor from where it was read (undefined: nowhere) to `through`; false if it is elsewhere now. It never moves back. */
  advance(through: EpochMinute, from: EpochMinute | undefined, writer: string): Promise<boolean>;
}
