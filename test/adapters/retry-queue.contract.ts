import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hours, seconds } from '../../shared/core/units.ts';
import type { RetryQueue } from '../../shared/ports/retry-queue.ts';

/** A queue under test, with what its users do not see. */
export interface RetryQueueUnderTest {
  readonly queue: RetryQueue;
  /** Puts a message into it and receives it; answers with the receipt. */
  receive(body: string): Promise<string>;
  /** How many wait and would not be received now. */
  waiting(): Promise<number>;
  /** The bodies of those that were put aside, with their reasons. */
  aside(): Promise<readonly { readonly body: string; readonly reason: string }[]>;
  stop(): Promise<void>;
}

export const testRetryQueue = (name: string, start: () => Promise<RetryQueueUnderTest>): void => {
  describe(`the retry queue ${name}`, () => {
    let under: RetryQueueUnderTest;
    beforeAll(async () => {
      under = await start();
    });
    afterAll(() => under.stop());

    it.each([seconds(5), hours(1)])('has a message wait for %i ms', async (after) => {
      const before = await under.waiting();
      const receipt = await under.receive('a');
      await under.queue.comeAgain(receipt, after);
      expect(await under.waiting()).toBe(before + 1);
    });

    it('keeps what was put aside whole, with the reason', async () => {
      const body = JSON.stringify({ Message: '支付 "quoted"' });
      await under.queue.setAside(body, 'answered 400: no such key');
      expect(await under.aside()).toEqual([{ body, reason: 'answered 400: no such key' }]);
    });
  });
};
