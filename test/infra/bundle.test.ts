import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readGuardrails } from '../../infra/guardrails.ts';
import { ParapetStack } from '../../infra/parapet-stack.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import { NOW } from '../support/builders.ts';
import { aRequest } from '../support/lambda.ts';
import { defaults, flags, readable, scratchFolder } from './synth.ts';

/** Lambda refuses 50 MB; long before that, each KB is parsed at a cold start while a producer waits. */
const mostBytes = new Map([['EvaluatorFunction', 600_000]]);
const MOST_BYTES_OF_OTHERS = 510_000;

interface Bundle {
  readonly hash: string;
  readonly folder: string;
}

const functions = [
  'EvaluatorFunction',
  'HttpIngestFunction',
  'QueueIngestFunction',
  'StreamIngestFunction',
  'SubscriptionsslackparapetslackForwarderFunction',
];

/** One of each function. */
const settings: Settings = {
  ...defaults,
  sources: { kinesis: { streamArn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/payments' } },
  subscriptions: [{ kind: 'slack', parameter: '/parapet/slack' }],
};

/** Bundles for real, with esbuild. */
function bundle(from: Rules): ReadonlyMap<string, Bundle> {
  const app = new App({ context: flags, outdir: scratchFolder() });
  const stack = new ParapetStack(app, 'Parapet', { settings, rules: from });
  const { Resources } = app.synth().getStackByName(stack.stackName).template as {
    Resources: Record<string, { Type: string; Properties: { Code: { S3Key: string } } }>;
  };
  return new Map(
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([id, { Properties }]) => {
        const hash = Properties.Code.S3Key.replace('.zip', '');
        return [readable(id), { hash, folder: join(app.outdir, `asset.${hash}`) }];
      }),
  );
}

const { rules } = readGuardrails('guardrails.yaml', NOW);
let bundles: ReadonlyMap<string, Bundle>;
const bundleOf = (id: string, from = bundles): Bundle => from.get(id) ?? { hash: `no ${id}`, folder: '' };

beforeAll(() => {
  bundles = bundle(rules);
}, 120_000);

describe.each(functions)('the bundle of %s', (id) => {
  it('is one module, without a source map', () => {
    const files = readdirSync(bundleOf(id).folder).filter((file) => file !== 'guardrails.json');
    expect(files).toEqual(['index.mjs']);
  });

  it('is small enough to start quickly', () => {
    expect(readFileSync(join(bundleOf(id).folder, 'index.mjs')).length).toBeLessThan(
      mostBytes.get(id) ?? MOST_BYTES_OF_OTHERS,
    );
  });

  it('gives dependencies the require that a module does not have', () => {
    const code = readFileSync(join(bundleOf(id).folder, 'index.mjs'), 'utf8');
    expect(code).toMatch(/^import\{createRequire as (\w+)\}from'node:module';const require=\1\(import\.meta\.url\);/);
  });

  it('loads on its own and exports a handler', () => {
    const { folder } = bundleOf(id);
    const script = `const { handler } = await import(${JSON.stringify(`file://${folder}/index.mjs`)}); process.exitCode = typeof handler === 'function' ? 0 : 3;`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        AWS_REGION: 'us-east-1',
        TABLE_NAME: 'table',
        TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:topic',
        STACK_NAME: 'Parapet',
        GUARDRAILS_FILE: join(folder, 'guardrails.json'),
        QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/queue',
        DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters',
        SUBSCRIPTION: JSON.stringify({ kind: 'slack', parameter: '/parapet/slack' }),
      },
    });
    // The end of it: the beginning is a line of the bundle, half a megabyte long.
    expect({ status, stderr: stderr.slice(-1000) }).toEqual({ status: 0, stderr: '' });
  });
});

it('a bundle signs its requests with the credentials that Lambda puts into the environment', () => {
  const { folder } = bundleOf('HttpIngestFunction');
  const event = aRequest({
    body: JSON.stringify({ events: [{ id: 'pay_1', time: new Date().toISOString(), outcome: 'succeeded' }] }),
  });
  const script = `
    import { createServer } from 'node:http';
    const signatures = [];
    const table = createServer((request, answer) => {
      signatures.push(request.headers.authorization);
      answer.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
    });
    await new Promise((done) => table.listen(0, '127.0.0.1', done));
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:' + table.address().port;
    const { handler } = await import(${JSON.stringify(`file://${folder}/index.mjs`)});
    const { statusCode } = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 9000 });
    table.close();
    console.error(statusCode + ' ' + signatures[0]?.split('/')[0]);
    process.exit();`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { AWS_REGION: 'us-east-1', TABLE_NAME: 'table', AWS_ACCESS_KEY_ID: 'lambda', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
  expect(stderr.slice(-1000)).toBe('202 AWS4-HMAC-SHA256 Credential=lambda\n');
});

describe('the rules', () => {
  it('lie beside evaluate, as they were validated', () => {
    expect(readFileSync(join(bundleOf('EvaluatorFunction').folder, 'guardrails.json'), 'utf8')).toBe(
      JSON.stringify(rules),
    );
  });

  it('lie beside no other function', () => {
    const others = ['HttpIngestFunction', 'QueueIngestFunction'].flatMap((id) => readdirSync(bundleOf(id).folder));
    expect(others).not.toContain('guardrails.json');
  });

  it('are deployed when nothing but them has changed', () => {
    const changed = bundle({ ...rules, guardrails: rules.guardrails.slice(1) });
    expect(bundleOf('EvaluatorFunction', changed).hash).not.toBe(bundleOf('EvaluatorFunction').hash);
    expect(bundleOf('HttpIngestFunction', changed).hash).toBe(bundleOf('HttpIngestFunction').hash);
  });
});
