import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readGuardrails } from '../infra/guardrails.ts';
import { ParapetStack } from '../infra/parapet-stack.ts';
import { readSettings } from '../infra/settings/read-settings.ts';
import { epochMs } from '../shared/core/units.ts';
import { machine, median } from './ingest/in-turn.ts';

/**
 * How large the bundle of each function is, and how long a fresh process takes to import it and all that it makes at start,
 * beside one that imports nothing of its own. `npm run bench -- cold-start [runs]`: bundles of `cdk synth`, in turn.
 */
const runs = Number(process.argv[2] ?? 15);
const outdir = mkdtempSync(join(tmpdir(), 'parapet-cold-start-'));
const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

const app = new App({ context, outdir });
const settings = {
  ...readSettings(app.node),
  sources: { kinesis: { streamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/payments' } },
  subscriptions: [{ kind: 'slack', parameter: '/parapet/slack' }],
} as const;
const { rules } = readGuardrails(settings.guardrailsFile, epochMs(Date.now()));
const stack = new ParapetStack(app, 'Parapet', { settings, rules });
const { Resources: resources } = app.synth().getStackByName(stack.stackName).template as {
  Resources: Record<
    string,
    { Type: string; Properties: { Code: { S3Key: string }; Environment: { Variables: Record<string, unknown> } } }
  >;
};

interface Bundle {
  readonly service: string;
  readonly file: string;
}
const bundles = Object.values(resources)
  .filter(({ Type }) => Type === 'AWS::Lambda::Function')
  .map(({ Properties: { Code, Environment } }): Bundle => ({
    service: String(Environment.Variables['POWERTOOLS_SERVICE_NAME']),
    file: join(outdir, `asset.${Code.S3Key.replace('.zip', '')}`, 'index.mjs'),
  }));

const environment = (file: string): Record<string, string> => ({
  AWS_REGION: 'us-east-1',
  TABLE_NAME: 'table',
  TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:topic',
  STACK_NAME: 'Parapet',
  GUARDRAILS_FILE: join(file, '../guardrails.json'),
  QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/queue',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters',
  SUBSCRIPTION: JSON.stringify({ kind: 'slack', parameter: '/parapet/slack' }),
});

/** Milliseconds in a fresh process. */
const importTime = ({ file }: Bundle): number => {
  const script = `const began = performance.now(); await import(${JSON.stringify(`file://${file}`)}); console.error(performance.now() - began); process.exit()`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: environment(file),
  });
  if (status !== 0) throw new Error(stderr.slice(-1000));
  return Number(stderr);
};

const times = new Map(bundles.map(({ service }) => [service, [] as number[]]));
for (let run = 0; run < runs; run++) for (const bundle of bundles) times.get(bundle.service)?.push(importTime(bundle));

console.log(`Each the median of ${runs} fresh processes in turn. ${machine()}\n`);
console.log('| function | bundle, KB | import, ms |\n|---|---|---|');
for (const { service, file } of bundles) {
  const bytes = readFileSync(file).length;
  console.log(`| ${service} | ${(bytes / 1000).toFixed(0)} | ${median(times.get(service) ?? []).toFixed(0)} |`);
}
rmSync(outdir, { recursive: true });
