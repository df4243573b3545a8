import type { EpochMs } from '../core/units.ts';

/** The one item that says which tick was finished last. */
export interface TickStore {
  last(): Promise<EpochMs | undefined>;

  /** Advances to `tick` if that is newer than what is stored; false where it is not. */
  advance(tick: EpochMs, writer: string): Promise<boolean>;
}
