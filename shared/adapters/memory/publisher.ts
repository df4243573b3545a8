import type { RenderedMessage } from '../../core/message/rendered.ts';
import { refusalOf } from '../../core/message/sns-form.ts';
import type { Publisher, PublishOutcome } from '../../ports/publisher.ts';

export interface MemoryPublisher extends Publisher {
  readonly sent: readonly RenderedMessage[];
}

/** Keeps what it is given; `decide` may refuse a message or throw, as SNS does. */
export const memoryPublisher = (
  decide: (message: RenderedMessage) => PublishOutcome = () => ({ kind: 'sent' }),
): MemoryPublisher => {
  const sent: RenderedMessage[] = [];
  return {
    sent,
    origin: { accountId: '000000000000', region: 'local' },
    publish: async (message: RenderedMessage): Promise<PublishOutcome> => {
      const refusal = refusalOf(message);
      const outcome = refusal === undefined ? decide(message) : { kind: 'refused' as const, reason: refusal };
      if (outcome.kind === 'sent') sent.push(message);
      return outcome;
    },
  };
};
