import type { DurationMs } from '../core/units.ts';

/** A queue whose messages are tried until they pass or are given up, as who tries one of them sees it. */
export interface RetryQueue {
  /** The message that was received under `receipt` comes again after this time, not when the queue's own is over. */
  comeAgain(receipt: string, after: DurationMs): Promise<void>;

  /** Puts a message where a person looks at what no trying will mend. The message itself is still to be deleted. */
  setAside(body: string, reason: string): Promise<void>;
}
