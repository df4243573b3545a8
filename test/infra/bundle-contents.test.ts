import { beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../bench/cold-start/bundles.ts';
import { type Contents, contentsOf, packageOf } from '../../bench/cold-start/contents.ts';

/** What comes with a client of the SDK, whichever it is. */
const sdk = [
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/credential-provider-node',
  '@aws/lambda-invoke-store',
  '@smithy/core',
  '@smithy/node-http-handler',
  '@smithy/signature-v4',
  '@smithy/types',
];
const dynamoDb = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/dynamodb-codec',
  // For an option of the client that is off, AWS_ENABLE_ENDPOINT_DISCOVERY.
  '@aws-sdk/endpoint-cache',
  '@aws-sdk/middleware-endpoint-discovery',
  'mnemonist',
  'obliterator',
];
const handler = ['@aws-lambda-powertools/commons', '@aws-lambda-powertools/logger', '@middy/core', 'zod'];
const all = [...sdk, ...dynamoDb, ...handler];

const ingest = [...all, '@aws-lambda-powertools/metrics', '@msgpack/msgpack'];
const records = '@aws-lambda-powertools/batch';

/** The packages that a bundle may have something of. One more is a line here, and a slower start. */
const packages: ReadonlyMap<Service, readonly string[]> = new Map([
  ['ingest-http', [...ingest, '@middy/http-error-handler', '@middy/http-header-normalizer', '@middy/util']],
  ['ingest-queue', [...ingest, records]],
  ['ingest-stream', [...ingest, records]],
  // SNS answers in XML.
  ['evaluate', [...ingest, '@aws-sdk/client-sns', '@aws-sdk/xml-builder']],
  ['forward', [...all, records, '@aws-sdk/client-ssm', '@aws-sdk/client-sqs', '@aws-sdk/middleware-sdk-sqs']],
]);
const services = [...packages.keys()];

let contents: ReadonlyMap<Service, Contents>;
beforeAll(async () => {
  contents = new Map(await Promise.all(services.map(async (each) => [each, await contentsOf(each)] as const)));
});

const modulesOf = (service: Service): readonly string[] => [...(contents.get(service)?.modules.keys() ?? [])];
const having = (service: Service, part: RegExp): readonly string[] =>
  modulesOf(service).filter((module) => part.test(module));

describe.each([...packages])('the bundle of %s', (service, allowed) => {
  it('has these packages and no others', () => {
    const found = new Set(modulesOf(service).flatMap((module) => packageOf(module) ?? []));
    expect([...found].toSorted()).toEqual(allowed.toSorted());
  });

  it('has of our own what runs in a function, and neither the tools nor the stack', () => {
    const own = modulesOf(service).filter((module) => packageOf(module) === undefined);
    const folders = new Set(own.map((module) => module.split('/', 1).join('')));
    expect([...folders].toSorted()).toEqual(['functions', 'shared']);
    expect(having(service, /^shared\/adapters\/memory\//)).toEqual([]);
  });

  it('takes all else that it imports at start from Node', () => {
    expect(contents.get(service)?.imported.filter((name) => !name.startsWith('node:'))).toEqual([]);
  });

  it('has no package twice', () => {
    expect(having(service, /node_modules\/.*node_modules\//)).toEqual([]);
  });
});

describe('what a function leaves to others is not in its bundle', () => {
  /** What no other has either is misspelt, or was moved. */
  const expectOnlyIn = (other: Service, service: Service, part: RegExp): void => {
    expect(having(service, part)).toEqual([]);
    expect(having(other, part)).not.toEqual([]);
  };

  it('evaluate takes rules that synth has checked: it has no schema of them, and the small zod', () => {
    expectOnlyIn('forward', 'evaluate', /schema\.ts$/);
    expectOnlyIn('forward', 'evaluate', /zod\/.*\/(classic|locales)\//);
  });

  it('evaluate reads segments: it has no intake of events', () => {
    expectOnlyIn('ingest-http', 'evaluate', /^shared\/core\/event\//);
    expectOnlyIn('ingest-http', 'evaluate', /^shared\/core\/segment\/encode-/);
  });

  it.each(['ingest-http', 'ingest-queue', 'ingest-stream'] as const)('%s counts and judges nothing', (service) => {
    expectOnlyIn('evaluate', service, /^shared\/core\/(evidence|explain|history|incident|rollup|silence)\//);
    expectOnlyIn('evaluate', service, /^shared\/core\/segment\/decode-/);
  });

  it('forward finds the words for what was judged, and counts nothing', () => {
    expectOnlyIn('evaluate', 'forward', /^shared\/core\/(explain|history|segment|silence)\//);
    expectOnlyIn('evaluate', 'forward', /^shared\/core\/evidence\/judge\.ts$/);
  });
});
