import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { aRawEvent, NOW } from '../../support/builders.ts';
import { captureLogs } from '../../support/logs.ts';
import { send } from './send.ts';

beforeEach(() => void captureLogs());

const answerTo = async (request: Partial<APIGatewayProxyEventV2>): Promise<unknown[]> => {
  const { status, body } = await send(request);
  return [status, body];
};
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const asCloudEvents = { headers: { 'Content-Type': 'application/cloudevents-batch+json' } };

const batch = JSON.stringify({ events: [aRawEvent({ attributes: { bank: '中国工商银行' } })] });
const cloudEvents = JSON.stringify([
  { specversion: '1.0', id: 'pay_1', source: 's', type: 'payment', time: NOW, data: { outcome: 'failed' } },
]);
const taken = [202, { accepted: 1, duplicates: 0, conflicts: 0, rejected: 0, errors: [] }];
const empty = [202, { accepted: 0, duplicates: 0, conflicts: 0, rejected: 0, errors: [] }];

describe('a request is taken', () => {
  it.each<[string, Partial<APIGatewayProxyEventV2>]>([
    ['as plain JSON', { body: batch }],
    ['as JSON in base64', { body: base64(batch), isBase64Encoded: true }],
    [
      'as CloudEvents in base64, as HTTP API hands them over',
      { ...asCloudEvents, body: base64(cloudEvents), isBase64Encoded: true },
    ],
    ['as plain CloudEvents', { ...asCloudEvents, body: cloudEvents }],
    [
      'with a content type in other letters and with parameters',
      { headers: { 'CONTENT-TYPE': ' Application/JSON ; charset=utf-8' }, body: batch },
    ],
    [
      'with an encoding that is none',
      { headers: { 'content-type': 'application/json', 'Content-Encoding': 'identity' }, body: batch },
    ],
  ])('%s', async (_sentence, request) => {
    expect(await answerTo(request)).toEqual(taken);
  });
});

describe('a request is refused', () => {
  const mediaType = [
    415,
    {
      code: 'unsupported_media_type',
      message: 'content-type: expected application/json or application/cloudevents-batch+json',
    },
  ];
  const encoding = [
    415,
    { code: 'unsupported_encoding', message: 'content-encoding: expected none; a compressed body is not read' },
  ];
  const notJson = [400, { code: 'not_json', message: 'expected JSON, got something that does not parse as JSON' }];

  it.each<[string, Partial<APIGatewayProxyEventV2>, unknown]>([
    ['without a content type', { headers: {}, body: batch }, mediaType],
    ['as text', { headers: { 'content-type': 'text/plain' }, body: batch }, mediaType],
    [
      'as a form, which any web page may send',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: batch },
      mediaType,
    ],
    ['as one CloudEvent', { headers: { 'content-type': 'application/cloudevents+json' }, body: '{}' }, mediaType],
    ['as JSON of another kind', { headers: { 'content-type': 'application/jsonlines' }, body: batch }, mediaType],
    [
      'compressed',
      { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: batch },
      encoding,
    ],
    ['without a body', {}, notJson],
    ['with an empty body', { body: '' }, notJson],
    ['with base64 that is called plain', { body: base64(batch) }, notJson],
    [
      'with bytes that are no UTF-8',
      { body: Buffer.from([0x7b, 0xff]).toString('base64'), isBase64Encoded: true },
      [400, { code: 'not_utf8', message: 'expected UTF-8, got bytes that are not' }],
    ],
    [
      'as a batch that is called CloudEvents',
      { ...asCloudEvents, body: batch },
      [400, { code: 'bad_envelope', message: 'expected an array of CloudEvents, got an object of 1 names' }],
    ],
    [
      'as CloudEvents that are called a batch',
      { body: cloudEvents },
      [400, { code: 'bad_envelope', message: 'expected an object {"events": [...]}, got an array of 1' }],
    ],
  ])('%s', async (_sentence, request, expected) => {
    expect(await answerTo(request)).toEqual(expected);
  });
});

describe('a body in base64 is measured as it is decoded', () => {
  const padded = (bytes: number): string => base64('{"events":[]}'.padEnd(bytes));

  it.each([3_999_998, 3_999_999, 4_000_000])('%i bytes are taken', async (bytes) => {
    expect(await answerTo({ body: padded(bytes), isBase64Encoded: true })).toEqual(empty);
  });

  it.each([4_000_001, 4_000_002, 4_000_003, 4_100_000])('%i bytes are refused', async (bytes) => {
    const message = `expected at most 4000000 bytes, got ${bytes}; send smaller batches`;
    const answer = await answerTo({ body: padded(bytes), isBase64Encoded: true });
    expect(answer).toEqual([413, { code: 'body_too_large', message }]);
  });
});
