import { expect, it } from 'vitest';
import { renderMessage } from '../../shared/core/message/render.ts';
import type { RenderedMessage } from '../../shared/core/message/rendered.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import { aNotification } from '../support/notifications.ts';

export interface PublisherUnderTest {
  readonly publisher: Publisher;
  /** The JSON forms that a program subscribed to the topic got, oldest first. */
  received(): Promise<readonly string[]>;
}

/** What every publisher does. */
export const publisherContract = (open: () => Promise<PublisherUnderTest>): void => {
  const aMessage = (overrides: Partial<RenderedMessage> = {}): RenderedMessage => ({
    ...renderMessage(aNotification(), { accountId: '1', region: 'r' }),
    ...overrides,
  });

  it('delivers a message', async () => {
    const { publisher, received } = await open();
    expect(await publisher.publish(aMessage())).toEqual({ kind: 'sent' });
    expect(await received()).toEqual([aMessage().json]);
  });

  it('says that a message will never be taken, and delivers none', async () => {
    const { publisher, received } = await open();
    expect(await publisher.publish(aMessage({ subject: 'line\nbreak' }))).toMatchObject({ kind: 'refused' });
    expect(await publisher.publish(aMessage({ text: 'x'.repeat(300_000) }))).toMatchObject({ kind: 'refused' });
    expect(await received()).toEqual([]);
  });
};
