import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../infra/configuration-error.ts';
import { readSettings } from '../../../infra/settings/read-settings.ts';
import type { Settings } from '../../../infra/settings/settings.ts';
import { scratchFolder } from '../synth.ts';

const config = join(scratchFolder(), 'parapet.yaml');

const settings = (text: string, context: Record<string, unknown> = {}): Settings => {
  writeFileSync(config, text);
  return readSettings(new App({ context: { config, ...context }, outdir: scratchFolder() }).node);
};

const everything = `
stackName: Parapet-eu
region: eu-west-1
guardrails: rules/eu.yaml
emails: [oncall@example.com]
watchEmails: [platform@example.com]
subscriptions:
  - pagerDuty: /parapet/pagerduty
    severity: [critical]
  - slack: /parapet/slack
    guardrails: [payment-failures, fraud]
  - opsgenie: /parapet/opsgenie
    region: eu
  - webhook: /parapet/webhook
  - email: risk@example.com
    guardrails: [fraud]
  - https: https://alerts.example.com/parapet
  - sqs: arn:aws:sqs:eu-west-1:111122223333:alerts
  - lambda: arn:aws:lambda:eu-west-1:111122223333:function:alerts
eventBridge: { bus: payments, detailType: [payment] }
kinesis: { streamArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/payments' }
reserved: off
heartbeatUrl: https://beat.example.com/x
syntheticEvent: off
dashboard: off
guardrailMetrics: off
encryption: customer
logRetentionDays: 90
memoryMb: { evaluate: 3008 }
table: parapet-restored
removal: destroy
`;

describe('the file of settings', () => {
  it('may say everything', () => {
    expect(settings(everything)).toEqual({
      stackName: 'Parapet-eu',
      region: 'eu-west-1',
      guardrailsFile: 'rules/eu.yaml',
      emails: ['oncall@example.com'],
      watchEmails: ['platform@example.com'],
      subscriptions: [
        { kind: 'pagerDuty', parameter: '/parapet/pagerduty', severity: ['critical'] },
        { kind: 'slack', parameter: '/parapet/slack', guardrails: ['payment-failures', 'fraud'] },
        { kind: 'opsgenie', parameter: '/parapet/opsgenie', region: 'eu' },
        { kind: 'webhook', parameter: '/parapet/webhook' },
        { kind: 'email', address: 'risk@example.com', guardrails: ['fraud'] },
        { kind: 'https', url: 'https://alerts.example.com/parapet' },
        { kind: 'sqs', queueArn: 'arn:aws:sqs:eu-west-1:111122223333:alerts' },
        { kind: 'lambda', functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:alerts' },
      ],
      sources: {
        eventBridge: { bus: 'payments', detailType: ['payment'] },
        kinesis: { streamArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/payments' },
      },
      reserveConcurrency: false,
      heartbeatUrl: 'https://beat.example.com/x',
      syntheticEvent: false,
      dashboard: false,
      guardrailMetrics: false,
      encryption: 'customer',
      logRetentionDays: 90,
      memoryMb: { ingest: 512, evaluate: 3008 },
      table: 'parapet-restored',
      removal: 'destroy',
    } satisfies Settings);
  });

  it.each([
    ['empty', ''],
    ['all comments', '# nothing yet\n'],
  ])('may be %s', (_case, text) => {
    expect(settings(text).stackName).toBe('Parapet');
  });

  it('gives way to what is said on the command line', () => {
    expect(settings(everything, { stackName: 'Parapet-try', logRetentionDays: '7' })).toMatchObject({
      stackName: 'Parapet-try',
      logRetentionDays: 7,
      region: 'eu-west-1',
    });
  });

  it.each([
    ['a misspelt setting', 'email: [a@example.com]', '1:8: email: not a key that is known here; did you mean emails?'],
    [
      'a misspelt setting with one near it',
      'stackNam: Parapet',
      '1:11: stackNam: not a key that is known here; did you mean stackName?',
    ],
    [
      'a subscription without a target',
      'subscriptions:\n  - severity: [critical]',
      '2:5: subscriptions[0]: expected one of email, sqs, lambda, https, pagerDuty, opsgenie, slack, webhook in each subscription; severity and guardrails may stand beside it',
    ],
    [
      'a secret where its name belongs, without showing it',
      'subscriptions:\n  - slack: https://hooks.slack.com/services/T0/B0/x?y',
      '2:12: subscriptions[0].slack: expected the name of a parameter, got something else. Secrets stay out of files: aws ssm put-parameter --type SecureString --name /parapet/pagerduty --value …',
    ],
    [
      'an unknown severity',
      'subscriptions:\n  - { slack: /parapet/slack, severity: [crit] }',
      '2:41: subscriptions[0].severity[0]: expected critical or warning, got "crit". Leave it out for both',
    ],
    [
      'a bus without a pattern',
      'eventBridge: { bus: payments }',
      '1:14: eventBridge: expected source, detailType or both: without a pattern every event of the bus would come',
    ],
    [
      'a retention that CloudWatch does not know',
      'logRetentionDays: 31',
      '1:19: logRetentionDays: expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 31. CloudWatch Logs allows nothing else.',
    ],
    [
      'memory in text',
      'memoryMb: { evaluate: 2 GB }',
      '1:23: memoryMb.evaluate: expected whole megabytes from 128 to 10240, got "2 GB". Lambda allows nothing else.',
    ],
    [
      'text that is no YAML',
      'emails: [',
      '1:10: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('refuses %s, with its place', (_case, text, message) => {
    expect(() => settings(text)).toThrow(new ConfigurationError([`${config}:${message}`]));
  });

  it('must be there where one is named', () => {
    const missing = join(scratchFolder(), 'no.yaml');
    const app = new App({ context: { config: missing }, outdir: scratchFolder() });
    expect(() => readSettings(app.node)).toThrow(
      `${missing}: expected a file of settings, got ENOENT: no such file or directory, open '${missing}'. Name it with -c config=<path>`,
    );
  });
});

describe('context', () => {
  const misspelt = (context: Record<string, unknown>) => (): Settings =>
    readSettings(new App({ context, outdir: scratchFolder() }).node);

  it.each([
    ['email', 'emails'],
    ['stackname', 'stackName'],
    ['removl', 'removal'],
    ['confg', 'config'],
  ])('with the misspelt name %s is refused: nobody would ever hear that it was not heeded', (name, meant) => {
    expect(misspelt({ [name]: 'x' })).toThrow(
      new ConfigurationError([`context ${name}: not a setting; did you mean ${meant}?`]),
    );
  });

  it('may hold what other tools put there', () => {
    expect(misspelt({ 'cli-telemetry': false, '@aws-cdk/core:x': true, team: 'payments' })).not.toThrow();
  });
});
