import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import type { RenderedMessage } from '../../shared/core/message/rendered.ts';
import { refusalOf } from '../../shared/core/message/sns-form.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';

export interface CollectingPublisher extends Publisher {
  /** What was published since the last call. */
  collect(): readonly RenderedMessage[];
}

/** Takes and refuses what SNS would, and keeps a message no longer than until it is collected. */
export const collectingPublisher = (): CollectingPublisher => {
  let taken: RenderedMessage[] = [];
  return {
    origin: memoryPublisher().origin,
    publish: async (message) => {
      const reason = refusalOf(message);
      if (reason !== undefined) return { kind: 'refused', reason };
      taken.push(message);
      return { kind: 'sent' };
    },
    collect: () => {
      const collected = taken;
      taken = [];
      return collected;
    },
  };
};
