import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { refuseSettingsIn, settingsFile } from '../../e2e/own-settings.ts';
import { readSettings } from '../../infra/settings/read-settings.ts';

describe('the stack of a run', () => {
  test('tells nobody, takes its table with it and reserves nothing', () => {
    const settings = readSettings(new App({ context: { config: settingsFile } }).node);
    expect(settings).toMatchObject({
      guardrailsFile: 'e2e/guardrails.yaml',
      emails: [],
      watchEmails: [],
      subscriptions: [],
      sources: {},
      removal: 'destroy',
      reserveConcurrency: false,
    });
    expect(settings.heartbeatUrl).toBeUndefined();
  });

  test('is not deployed where cdk.json would have it tell somebody', () => {
    const withContext = (context: object): string => JSON.stringify({ app: 'npx tsx infra/app.ts', context });
    expect(() => refuseSettingsIn(withContext({ emails: 'a@example.com', 'cli-telemetry': false }))).toThrow(
      /got emails:/,
    );
    expect(() => refuseSettingsIn(withContext({ subscriptions: [], config: 'own.yaml' }))).toThrow(
      /subscriptions, config/,
    );
    expect(() => refuseSettingsIn(withContext({ '@aws-cdk/core:explicitStackTags': true }))).not.toThrow();
    expect(() => refuseSettingsIn('{}')).not.toThrow();
  });

  test('is deployed with the cdk.json of this repository', () => {
    expect(() => refuseSettingsIn(readFileSync('cdk.json', 'utf8'))).not.toThrow();
  });
});
