import type { Notification } from '../../../shared/core/incident/notification.ts';
import { renderDigest } from '../../../shared/core/message/digest.ts';
import { renderMessage } from '../../../shared/core/message/render.ts';
import type { RenderedMessage } from '../../../shared/core/message/rendered.ts';
import { bodyByProtocol } from '../../../shared/core/message/sns-form.ts';
import { origin } from '../../core/message/goldens.ts';

export const STACK = 'Parapet-staging';
/** As the message says it: who tells. */
export const SOURCE = `${STACK}/${origin.region}/${origin.accountId}`;
export const teller = { ...origin, stackName: STACK };

/** What SNS puts into a queue: https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
export const envelope = (message: string, overrides: Record<string, unknown> = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '63a3f6b6-d533-4a47-aef9-fcf5cf758c76',
    TopicArn: `arn:aws:sns:${origin.region}:${origin.accountId}:Parapet-AlertsTopic`,
    Subject: 'a subject',
    Message: message,
    Timestamp: '2026-03-02T09:00:21.901Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-x.pem',
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
    ...overrides,
  });

/** A rendered message on its way through SNS: the variant for queues, and its attributes. */
export const published = (message: RenderedMessage): string => {
  const { sqs = '' } = JSON.parse(bodyByProtocol(message)) as Record<string, string>;
  return envelope(sqs, {
    Subject: message.subject,
    MessageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, Value]) => [name, { Type: 'String', Value }]),
    ),
  });
};

export const told = (notification: Notification): string => published(renderMessage(notification, teller));
export const toldTogether = (...notifications: readonly Notification[]): string =>
  published(renderDigest(notifications, teller));

/** What CloudWatch publishes of an alarm: no attributes, and nothing of ours in it. */
export const alarm = (overrides: Record<string, unknown> = {}): string =>
  envelope(
    JSON.stringify({
      AlarmName: 'Parapet-staging-SelfWatchHeartbeat-X1',
      AlarmDescription: 'Parapet has not judged all guardrails for five minutes.\nRead the log.',
      AWSAccountId: origin.accountId,
      AlarmConfigurationUpdatedTimestamp: '2026-03-01T08:00:00.000+0000',
      NewStateValue: 'ALARM',
      NewStateReason: 'Threshold Crossed: no datapoints were received for 5 periods',
      StateChangeTime: '2026-03-02T09:00:00.123+0000',
      Region: 'EU (Ireland)',
      AlarmArn: `arn:aws:cloudwatch:eu-west-1:${origin.accountId}:alarm:Parapet-staging-SelfWatchHeartbeat-X1`,
      OldStateValue: 'OK',
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      Trigger: { MetricName: 'Heartbeat', Namespace: 'Parapet', Statistic: 'SUM', Dimensions: [], Period: 60 },
      ...overrides,
    }),
  );
