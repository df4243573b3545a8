import type { DurationMs } from '../../core/units.ts';
import type { RetryQueue } from '../../ports/retry-queue.ts';

export interface MemoryRetryQueue extends RetryQueue {
  /** How long each message waits, by receipt. */
  readonly waits: ReadonlyMap<string, DurationMs>;
  readonly aside: readonly { readonly body: string; readonly reason: string }[];
}

export const memoryRetryQueue = (): MemoryRetryQueue => {
  const waits = new Map<string, DurationMs>();
  const aside: { readonly body: string; readonly reason: string }[] = [];
  return {
    waits,
    aside,
    comeAgain: async (receipt: string, after: DurationMs): Promise<void> => void waits.set(receipt, after),
    setAside: async (body: string, reason: string): Promise<void> => void aside.push({ body, reason }),
  };
};
