import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { environmentOf, type Service } from '../../bench/cold-start/bundles.ts';
import { contentsOf } from '../../bench/cold-start/contents.ts';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { readGuardrails } from '../../infra/guardrails.ts';
import { NOW } from '../support/builders.ts';
import { aDelivery, aRequest, aStreamDelivery } from '../support/lambda.ts';
import { scratchFolder } from './synth.ts';

/**
 * What a bundle imports late is left out of it where it never comes to that (infra/constructs/bundling.ts). Here each does what it
 * is for in a process of its own, with nothing beside it, and talks to all the services that it has a client for.
 */
interface Request {
  readonly service: Service;
  readonly event: unknown;
  readonly answer: unknown;
  /** What it asked of AWS, sorted. */
  readonly operations: readonly string[];
}

const now = new Date().toISOString();
const batch = JSON.stringify({ events: [{ id: 'pay_1', time: now, outcome: 'succeeded' }] });
const failed = (itemIdentifier: string) => ({ batchItemFailures: [{ itemIdentifier }] });
const alarm = {
  AlarmName: 'parapet-late',
  NewStateValue: 'ALARM',
  NewStateReason: 'no tick for 3 minutes',
  StateChangeTime: now,
};
const notification = JSON.stringify({
  Type: 'Notification',
  MessageId: 'message',
  TopicArn: 'arn:aws:sns:us-east-1:123456789012:topic',
  Message: JSON.stringify(alarm),
});
/** For the second time: whether it is still so must be asked. */
const [record] = aDelivery(notification).Records;
const again = { Records: [{ ...record, attributes: { ...record?.attributes, ApproximateReceiveCount: '2' } }] };

const requests: readonly Request[] = [
  {
    service: 'ingest-http',
    event: aRequest({ body: batch }),
    answer: expect.objectContaining({ statusCode: 202 }),
    operations: ['PutItem'],
  },
  {
    service: 'ingest-queue',
    event: aDelivery(batch, 'no batch'),
    answer: failed('message-1'),
    operations: ['PutItem'],
  },
  {
    service: 'ingest-stream',
    event: aStreamDelivery(batch),
    answer: { batchItemFailures: [] },
    operations: ['PutItem'],
  },
  {
    service: 'evaluate',
    event: { scheduledTime: now },
    answer: expect.objectContaining({ status: 'done', failures: [] }),
    operations: ['GetItem', 'GetTopicAttributes', 'PutItem', 'Query'],
  },
  {
    service: 'forward',
    event: again,
    // Nobody listens where the secret says.
    answer: failed('message-0'),
    operations: ['ChangeMessageVisibility', 'GetParameter', 'Query'],
  },
];

const answers = new Map([
  ['GetParameter', JSON.stringify({ Parameter: { Value: 'https://127.0.0.1:9/slack' } })],
  [
    'GetTopicAttributes',
    `<GetTopicAttributesResponse><GetTopicAttributesResult><Attributes>${['Confirmed', 'Pending']
      .map((state) => `<entry><key>Subscriptions${state}</key><value>1</value></entry>`)
      .join('')}</Attributes></GetTopicAttributesResult></GetTopicAttributesResponse>`,
  ],
]);

/** `PutItem` of `DynamoDB_20120810.PutItem`; SNS reads it in the body. */
const operationOf = ({ headers }: IncomingMessage, body: string): string =>
  String(headers['x-amz-target'] ?? new URLSearchParams(body).get('Action'))
    .split('.')
    .at(-1) ?? '';

const asked = new Map<string, Set<string>>();
const aws = createServer((request, answer) => {
  let body = '';
  request
    .setEncoding('utf8')
    .on('data', (chunk: string) => (body += chunk))
    .on('end', () => {
      const operation = operationOf(request, body);
      const signer = /Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody';
      asked.set(signer, (asked.get(signer) ?? new Set()).add(operation));
      answer.end(answers.get(operation) ?? '{}');
    });
});
let endpoint: string;
beforeAll(async () => {
  endpoint = `http://127.0.0.1:${await listenOnLoopback(aws, 0)}`;
});
afterAll(() => closeServer(aws));

it.each(requests)(
  '$service does its work with what is in its bundle',
  async ({ service, event, answer, operations }) => {
    const folder = scratchFolder();
    const file = join(folder, 'index.mjs');
    writeFileSync(file, (await contentsOf(service)).code);
    writeFileSync(join(folder, 'guardrails.json'), JSON.stringify(readGuardrails('guardrails.yaml', NOW).rules));
    const signer = service.replace('-', '');
    const script = `
    const { handler } = await import(${JSON.stringify(`file://${file}`)});
    const answer = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 9000 });
    console.log('\\n' + JSON.stringify(answer));
    process.exit();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      env: {
        ...environmentOf({ folder }),
        AWS_ENDPOINT_URL: endpoint,
        // The SDK asks for a queue where its URL says.
        QUEUE_URL: `${endpoint}/123456789012/queue`,
        AWS_ACCESS_KEY_ID: signer,
      },
    });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual(answer);
    // Under the credentials of its own process, which Lambda puts into the environment.
    expect([...(asked.get(signer) ?? [])].toSorted()).toEqual(operations);
  },
);
