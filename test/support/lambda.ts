import type {
  APIGatewayProxyEventV2,
  Context,
  KinesisStreamEvent,
  KinesisStreamRecord,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import { budgets } from '../../shared/budgets.ts';

/** A context with so many milliseconds left, which do not get fewer. */
export const aContext = (remaining: number = budgets.ingestTimeout): Context => ({
  functionName: 'ingest',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:ingest',
  memoryLimitInMB: '512',
  awsRequestId: 'request-1',
  logGroupName: '/aws/lambda/ingest',
  logStreamName: 'stream',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => remaining,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/** A context of a function that has just as long left as it keeps for answering: every write is given up at once. */
export const aContextOutOfTime = (): Context => aContext(budgets.ingestReserve);

/** `POST /v1/events` as HTTP API hands it over. */
export const aRequest = (overrides: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'POST /v1/events',
  rawPath: '/v1/events',
  rawQueryString: '',
  headers: { 'Content-Type': 'application/json' },
  requestContext: {
    accountId: '000000000000',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: 'POST /v1/events',
    stage: '$default',
    time: '02/Mar/2026:09:00:00 +0000',
    timeEpoch: 1_772_442_000_000,
  },
  isBase64Encoded: false,
  ...overrides,
});

/** Messages as the queue delivers them, `message-0` and so on. */
export const aDelivery = (...bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, index): SQSRecord => ({
    messageId: `message-${index}`,
    receiptHandle: `receipt-${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1772442000000',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '1772442000000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:events',
    awsRegion: 'us-east-1',
  })),
});

/** Records of one shard as Lambda delivers them, with the sequence numbers `record-0` and so on. */
export const aStreamDelivery = (...data: readonly (string | Uint8Array)[]): KinesisStreamEvent => ({
  Records: data.map((each, index): KinesisStreamRecord => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'partition-key',
      sequenceNumber: `record-${index}`,
      data: Buffer.from(each).toString('base64'),
      approximateArrivalTimestamp: 1_772_442_000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `shardId-000000000006:record-${index}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/ingest',
    awsRegion: 'us-east-1',
    eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/payments',
  })),
});
