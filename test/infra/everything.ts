import type { Settings } from '../../infra/settings/settings.ts';

export const STREAM_ARN = 'arn:aws:kinesis:eu-west-1:123456789012:stream/payments';
export const STREAM_KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000';

/** Every option on and one subscription of each kind, for what must hold of all that a stack can have. */
export const everything: Partial<Settings> = {
  emails: ['oncall@example.com'],
  watchEmails: ['platform@example.com'],
  subscriptions: [
    { kind: 'email', address: 'risk@example.com', severity: ['critical'] },
    { kind: 'sqs', queueArn: 'arn:aws:sqs:eu-west-1:123456789012:alerts' },
    { kind: 'lambda', functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:alerts' },
    { kind: 'https', url: 'https://alerts.example.com/parapet' },
    { kind: 'pagerDuty', parameter: '/parapet/pagerduty' },
    { kind: 'opsgenie', parameter: '/parapet/opsgenie', region: 'eu' },
    { kind: 'slack', parameter: '/parapet/slack' },
    { kind: 'webhook', parameter: '/parapet/webhook', severity: ['warning'] },
  ],
  sources: {
    eventBridge: { bus: 'payments', source: ['com.example.payments'], detailType: ['Payment'] },
    kinesis: { streamArn: STREAM_ARN, keyArn: STREAM_KEY_ARN },
  },
  heartbeatUrl: 'https://beat.example.com/x',
};
