import type { Origin, RenderedMessage } from '../core/message/rendered.ts';

/** `refused`: the service will never take this message as it is. Whatever may pass by itself is thrown instead. */
export type PublishOutcome = { readonly kind: 'sent' } | { readonly kind: 'refused'; readonly reason: string };

export interface Publisher {
  /** The account and region that messages say they come from. */
  readonly origin: Origin;
  publish(message: RenderedMessage): Promise<PublishOutcome>;
}
