import { afterEach, describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { receiveAlerts } from '../../cli/local/alerts.ts';
import { localAws } from '../../cli/local/aws-config.ts';
import { startMessaging } from '../../cli/local/messaging.ts';
import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import { snsClient } from '../../shared/adapters/sns/client.ts';
import { snsPublisher } from '../../shared/adapters/sns/publisher.ts';
import { renderMessage } from '../../shared/core/message/render.ts';
import { aNotification } from '../support/notifications.ts';
import { publisherContract } from './publisher.contract.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const open = async () => {
  const messaging = await startMessaging();
  const client = snsClient(localAws(messaging.endpoint));
  closing.push(async () => client.destroy(), messaging.stop);
  return { messaging, publisher: snsPublisher({ client, topicArn: messaging.topicArn }) };
};

describe('in memory', () =>
  publisherContract(async () => {
    const publisher = memoryPublisher();
    return { publisher, received: async () => publisher.sent.map(({ json }) => json) };
  }));

describe('over SNS', () => {
  publisherContract(async () => {
    const { messaging, publisher } = await open();
    return { publisher, received: async () => (await receiveAlerts(messaging)).map(({ message }) => message) };
  });

  const message = renderMessage(aNotification(), { accountId: '1', region: 'r' });

  it('says from which account and region it publishes', async () => {
    expect((await open()).publisher.origin).toEqual({ accountId: '000000000000', region: 'us-east-1' });
  });

  it('mails the text and gives filter policies their attributes', async () => {
    const { messaging, publisher } = await open();
    await publisher.publish(message);
    const [alert] = await receiveAlerts(messaging);
    expect(alert).toMatchObject({ subject: message.subject, text: message.text });
    expect(Object.fromEntries(alert?.attributes ?? [])).toEqual(message.attributes);
  });

  it('throws what may pass by itself, for the next tick to try again', async () => {
    const { messaging, publisher } = await open();
    await messaging.stop();
    closing.pop();
    await expect(publisher.publish(message)).rejects.toThrow(/ECONNREFUSED|closed|aggregate/i);
  });

  it.each([
    [400, 'InvalidParameter', 'refused'],
    [400, 'ParameterValueInvalid', 'refused'],
    [403, 'AuthorizationError', 'thrown'],
    [404, 'NotFound', 'thrown'],
  ] as const)('takes %i %s for a message that is %s', async (status, code, expected) => {
    const server = createServer((request, answer) => {
      request.resume().once('end', () => {
        answer.writeHead(status, { 'Content-Type': 'text/xml' });
        answer.end(
          `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
        );
      });
    });
    const client = snsClient(localAws(`http://127.0.0.1:${await listenOnLoopback(server, 0)}`));
    closing.push(
      async () => client.destroy(),
      () => closeServer(server),
    );
    const outcome = await snsPublisher({ client, topicArn: 'arn:aws:sns:us-east-1:1:t' })
      .publish(message)
      .then(
        ({ kind }) => kind,
        () => 'thrown',
      );
    expect(outcome).toBe(expected);
  });

  it('throws on a topic that is not there: the message is not at fault', async () => {
    const { messaging } = await open();
    const client = snsClient(localAws(messaging.endpoint));
    closing.unshift(async () => client.destroy());
    await expect(snsPublisher({ client, topicArn: `${messaging.topicArn}-gone` }).publish(message)).rejects.toThrow(
      /not.?found|does not exist/i,
    );
  });
});
