import {
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  SNSServiceException,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiveAlerts } from '../../cli/local/alerts.ts';
import { localAws } from '../../cli/local/aws-config.ts';
import { type LocalMessaging, startMessaging } from '../../cli/local/messaging.ts';

let messaging: LocalMessaging;
let sns: SNSClient;

beforeAll(async () => {
  messaging = await startMessaging();
  sns = new SNSClient(localAws(messaging.endpoint));
});

afterAll(async () => {
  sns.destroy();
  await messaging.stop();
});

type Publish = Omit<PublishCommandInput, 'TopicArn' | 'Message'> & { Message?: string };

const publish = (input: Publish) =>
  sns.send(new PublishCommand({ TopicArn: messaging.topicArn, Message: 'a message', ...input }));

const refusal = async (
  input: Publish,
): Promise<{ code: string; message: string; status: number | undefined; attempts: number | undefined }> => {
  try {
    await publish(input);
  } catch (error) {
    if (!(error instanceof SNSServiceException)) throw error;
    return {
      code: error.name,
      message: error.message,
      status: error.$metadata.httpStatusCode,
      attempts: error.$metadata.attempts,
    };
  }
  throw new Error('Expected SNS to refuse the message, it took it');
};

const subject = 'Invalid parameter: Subject';
const noDefault = 'Invalid parameter: Message Structure - No default entry in JSON message body';
const notJson = 'Invalid parameter: Message Structure - JSON message body failed to parse';
const tooLong = 'Invalid parameter: Message too long';
const json = (value: unknown): Publish => ({ MessageStructure: 'json', Message: JSON.stringify(value) });
const attribute = (name: string, DataType: string, StringValue?: string): Publish => ({
  MessageAttributes: { [name]: { DataType, ...(StringValue === undefined ? {} : { StringValue }) } },
});

describe('what the local SNS refuses, as AWS does', () => {
  const refused: Record<string, [Publish, string, string]> = {
    'an empty subject': [{ Subject: '' }, 'InvalidParameterException', subject],
    'a subject of 100 characters': [{ Subject: 'x'.repeat(100) }, 'InvalidParameterException', subject],
    'a subject with a line break': [{ Subject: 'two\nlines' }, 'InvalidParameterException', subject],
    'a subject with a control character': [{ Subject: 'bell\u0007' }, 'InvalidParameterException', subject],
    'a subject that is not ASCII': [{ Subject: 'Zahlungen über Limit' }, 'InvalidParameterException', subject],
    'a subject that begins with a blank': [{ Subject: ' late' }, 'InvalidParameterException', subject],
    'an empty message': [{ Message: '' }, 'InvalidParameterException', 'Invalid parameter: Empty message'],
    'a JSON structure that does not parse': [
      { MessageStructure: 'json', Message: '{"default":' },
      'InvalidParameterException',
      notJson,
    ],
    'a JSON structure that is an array': [json(['default']), 'InvalidParameterException', notJson],
    'a JSON structure that is null': [json(null), 'InvalidParameterException', notJson],
    'a JSON structure without default': [json({ email: 'hello' }), 'InvalidParameterException', noDefault],
    'a JSON structure whose default is no string': [
      json({ default: { text: 'hello' } }),
      'InvalidParameterException',
      noDefault,
    ],
    'a message of one byte too many': [{ Message: 'x'.repeat(262_145) }, 'InvalidParameterException', tooLong],
    'a message that is too long in UTF-8 only': [
      { Message: '支'.repeat(87_382) },
      'InvalidParameterException',
      tooLong,
    ],
    'a message that is too long with its attributes': [
      { Message: 'x'.repeat(262_140), ...attribute('severity', 'String', 'critical') },
      'InvalidParameterException',
      tooLong,
    ],
    'an attribute with an empty value': [
      attribute('severity', 'String', ''),
      'InvalidParameterValueException',
      "The message attribute 'severity' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    'an attribute without a value': [
      attribute('severity', 'String'),
      'InvalidParameterValueException',
      "The message attribute 'severity' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    'an attribute without a name': [
      attribute('', 'String', 'critical'),
      'InvalidParameterValueException',
      "Invalid message attribute name '' was found.",
    ],
    'an attribute with two dots in its name': [
      attribute('a..b', 'String', 'critical'),
      'InvalidParameterValueException',
      "Invalid message attribute name 'a..b' was found.",
    ],
    'an attribute of an unknown type': [
      attribute('severity', 'Text', 'critical'),
      'InvalidParameterValueException',
      "The message attribute 'severity' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    'a number attribute that is none': [
      attribute('count', 'Number', 'many'),
      'InvalidParameterValueException',
      "Could not cast message attribute 'count' value to number.",
    ],
  };
  for (const [name, [input, code, message]] of Object.entries(refused)) {
    test(`${name} is refused with ${code}, and not tried again`, async () => {
      expect(await refusal(input)).toEqual({ code, message, status: 400, attempts: 1 });
    });
  }

  test('a PublishBatch is refused, because nothing would check its entries', async () => {
    const batch = new PublishBatchCommand({
      TopicArn: messaging.topicArn,
      PublishBatchRequestEntries: [{ Id: '1', Message: 'm' }],
    });
    await expect(sns.send(batch)).rejects.toThrow('The local SNS knows Publish only');
  });

  test('nothing of what was refused was delivered', async () => {
    expect(await receiveAlerts(messaging)).toEqual([]);
    expect([...messaging.emails]).toEqual([]);
  });
});

describe('what the local SNS takes, and delivers as AWS does', () => {
  const taken: Record<string, Publish> = {
    'a subject of 99 characters': { Subject: 'x'.repeat(99) },
    'a message of exactly 256 KiB': { Message: 'x'.repeat(262_144) },
    'a JSON structure with keys that are no protocol': json({ default: 'd', pager: 'p' }),
    'attributes of each type': {
      MessageAttributes: {
        severity: { DataType: 'String', StringValue: 'critical' },
        sequence: { DataType: 'Number', StringValue: '3' },
        blob: { DataType: 'Binary', BinaryValue: new Uint8Array([1]) },
      },
    },
  };
  for (const [name, input] of Object.entries(taken)) {
    test(`${name} is taken`, async () => {
      const { MessageId } = await publish(input);
      expect((await receiveAlerts(messaging)).map(({ messageId }) => messageId)).toEqual([MessageId]);
    });
  }

  test('each subscriber gets the variant of its protocol, with the subject and the attributes', async () => {
    const { MessageId } = await publish({
      Subject: 'CRITICAL: card payments',
      ...json({ default: 'short', email: 'the long text', sqs: '{"incident":"i-1"}' }),
      ...attribute('severity', 'String', 'critical'),
    });
    expect(await receiveAlerts(messaging)).toEqual([
      {
        messageId: MessageId,
        subject: 'CRITICAL: card payments',
        text: 'the long text',
        message: '{"incident":"i-1"}',
        attributes: new Map([['severity', 'critical']]),
      },
    ]);
  });

  test('a subscriber without a variant of its own gets the default', async () => {
    await publish(json({ default: 'for all', sms: 'short' }));
    expect(await receiveAlerts(messaging)).toMatchObject([{ text: 'for all', message: 'for all' }]);
  });

  test('an email is kept only until its alert has been received', async () => {
    await publish({});
    expect(messaging.emails.size).toBe(1);
    await receiveAlerts(messaging);
    expect(messaging.emails.size).toBe(0);
  });
});
