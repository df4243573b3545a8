import type { Silence } from '../core/silence/silence.ts';
import type { EpochMs } from '../core/units.ts';

/** Silences that people set by hand; those of guardrails.yaml come with the rules. */
export interface SilenceStore {
  /**
   * Every silence that has not ended at `asOf`, strongly consistent. One that can't be made out is left out: it must not
   * keep the guardrails from being judged, and a message too many is better than none.
   */
  read(asOf: EpochMs): Promise<readonly Silence[]>;

  /** Writes a silence, or the changed end of one, under its id. Kept for 30 days after its end. */
  put(silence: Silence): Promise<void>;

  /** Every silence that is kept, those that have ended too, newest end first. Throws at one that can't be made out, by its id. */
  list(asOf: EpochMs): Promise<readonly Silence[]>;
}
