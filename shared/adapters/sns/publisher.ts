import { type MessageAttributeValue, PublishCommand, type SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import type { Origin, RenderedMessage } from '../../core/message/rendered.ts';
import { bodyByProtocol, refusalOf } from '../../core/message/sns-form.ts';
import type { Publisher, PublishOutcome } from '../../ports/publisher.ts';

export interface Topic {
  readonly client: SNSClient;
  readonly topicArn: string;
  /** Told in messages, for the commands that they give. */
  readonly stackName?: string;
}

export const snsPublisher = ({ client, topicArn, stackName }: Topic): Publisher => ({
  origin: { ...originOf(topicArn), ...(stackName === undefined ? undefined : { stackName }) },

  publish: async (message: RenderedMessage): Promise<PublishOutcome> => {
    const refusal = refusalOf(message);
    if (refusal !== undefined) return { kind: 'refused', reason: refusal };
    try {
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: message.subject,
          MessageStructure: 'json',
          Message: bodyByProtocol(message),
          MessageAttributes: attributesOf(message),
        }),
      );
      return { kind: 'sent' };
    } catch (error) {
      if (isFinal(error)) return { kind: 'refused', reason: error.name };
      throw error;
    }
  },
});

const attributesOf = ({ attributes }: RenderedMessage): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );

/**
 * Errors about the message itself; sent again they fail again. A missing right, a missing topic or throttling is not the
 * message's fault: it waits in the outbox until the operator has mended it.
 */
const finalErrors = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'ValidationException',
]);

const isFinal = (error: unknown): error is SNSServiceException =>
  error instanceof SNSServiceException && finalErrors.has(error.name);

/** `arn:aws:sns:<region>:<account>:<name>`. */
const originOf = (topicArn: string): Origin => {
  const [, , , region, accountId] = topicArn.split(':');
  return { region: region ?? '', accountId: accountId ?? '' };
};
