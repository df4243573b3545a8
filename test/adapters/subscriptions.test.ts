import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { localAws } from '../../cli/local/aws-config.ts';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { startMessaging } from '../../cli/local/messaging.ts';
import { memorySubscriptions } from '../../shared/adapters/memory/subscriptions.ts';
import { snsClient } from '../../shared/adapters/sns/client.ts';
import { snsSubscriptions } from '../../shared/adapters/sns/subscriptions.ts';
import { subscriptionsContract } from './subscriptions.contract.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('in memory', () => {
  subscriptionsContract(async (has) => memorySubscriptions(() => has));
});

describe('over SNS', () => {
  subscriptionsContract(async ({ confirmed, pending }) => {
    const messaging = await startMessaging();
    const client = snsClient(localAws(messaging.endpoint));
    closing.push(async () => client.destroy(), messaging.stop);
    // The topic that is there has a subscription of its own.
    const { TopicArn: topicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'nobody-yet' }));
    const subscribe = (Protocol: string, Endpoint: string) =>
      client.send(new SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint }));
    for (let nth = 0; nth < confirmed; nth++) await subscribe('sqs', `${messaging.events.arn}-${nth}`);
    for (let nth = 0; nth < pending; nth++) await subscribe('email', `someone-${nth}@example.com`);
    return snsSubscriptions({ client, topicArn });
  });

  it('throws on a topic that is not there, and on an answer without numbers', async () => {
    const server = createServer((request, answer) => {
      request.resume().once('end', () => {
        answer.writeHead(200, { 'Content-Type': 'text/xml' });
        answer.end(
          '<GetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><GetTopicAttributesResult><Attributes/></GetTopicAttributesResult></GetTopicAttributesResponse>',
        );
      });
    });
    const odd = snsClient(localAws(`http://127.0.0.1:${await listenOnLoopback(server, 0)}`));
    const messaging = await startMessaging();
    const client = snsClient(localAws(messaging.endpoint));
    closing.push(
      async () => client.destroy(),
      async () => odd.destroy(),
      messaging.stop,
      () => closeServer(server),
    );
    const gone = snsSubscriptions({ client, topicArn: `${messaging.topicArn}-gone` });
    await expect(gone.count()).rejects.toThrow(/not.?found|does not exist/i);
    await expect(snsSubscriptions({ client: odd, topicArn: messaging.topicArn }).count()).rejects.toThrow(
      /expected the topic to tell how many subscriptions it has, got none$/,
    );
  });
});
