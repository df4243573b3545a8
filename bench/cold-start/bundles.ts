import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ParapetStack } from '../../infra/parapet-stack.ts';
import { readSettings } from '../../infra/settings/read-settings.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { NodeFunctionProps } from '../../infra/constructs/node-function.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';

export type Service = NodeFunctionProps['service'];

/** What Lambda would unpack for one function. */
export interface Bundle {
  readonly service: Service;
  /** Of all that lies in the folder. */
  readonly hash: string;
  readonly folder: string;
  /** The module that Lambda imports. */
  readonly file: string;
}

/** Bundles one of each function for real, as `cdk synth` does, into a folder that is the caller's to delete. */
export const bundlesOf = (rules: Rules, outdir: string): readonly Bundle[] => {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ context, outdir });
  const settings: Settings = {
    ...readSettings(app.node),
    sources: { kinesis: { streamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/payments' } },
    subscriptions: [{ kind: 'slack', parameter: '/parapet/slack' }],
  };
  const stack = new ParapetStack(app, 'Parapet', { settings, rules });
  const { Resources } = app.synth().getStackByName(stack.stackName).template as Synthesized;
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties: { Code, Environment } }) => {
      const hash = Code.S3Key.replace('.zip', '');
      const folder = join(outdir, `asset.${hash}`);
      return { service: Environment.Variables.POWERTOOLS_SERVICE_NAME, hash, folder, file: join(folder, 'index.mjs') };
    });
};

interface Synthesized {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: {
          readonly Code: { readonly S3Key: string };
          readonly Environment: { readonly Variables: { readonly POWERTOOLS_SERVICE_NAME: Service } };
        };
      }
    >
  >;
}

/** What a function finds in its environment; each takes its own of it. */
export const environmentOf = ({ folder }: Pick<Bundle, 'folder'>): Record<string, string> => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'lambda',
  AWS_SECRET_ACCESS_KEY: 'secret',
  TABLE_NAME: 'table',
  TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:topic',
  STACK_NAME: 'Parapet',
  GUARDRAILS_FILE: join(folder, 'guardrails.json'),
  EXPECTED_SUBSCRIPTIONS: '1',
  QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/queue',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters',
  SUBSCRIPTION: JSON.stringify({ kind: 'slack', parameter: '/parapet/slack' }),
});
