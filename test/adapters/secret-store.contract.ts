import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SecretStore } from '../../shared/ports/secrets.ts';

export interface SecretStoreUnderTest {
  readonly store: SecretStore;
  put(name: string, secret: string): void;
  stop(): Promise<void>;
}

export const testSecretStore = (name: string, start: () => Promise<SecretStoreUnderTest>): void => {
  describe(`the secrets ${name}`, () => {
    let under: SecretStoreUnderTest;
    beforeAll(async () => {
      under = await start();
    });
    afterAll(() => under.stop());

    it('are read as they are now', async () => {
      under.put('/parapet/slack', 'https://hooks.slack.com/1');
      expect(await under.store.read('/parapet/slack')).toBe('https://hooks.slack.com/1');
      under.put('/parapet/slack', 'https://hooks.slack.com/2');
      expect(await under.store.read('/parapet/slack')).toBe('https://hooks.slack.com/2');
    });

    it('that are not there are an error', async () => {
      await expect(under.store.read('/parapet/none')).rejects.toThrow('/parapet/none: expected a parameter');
    });
  });
};
