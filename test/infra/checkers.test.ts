import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { acknowledgeFindings, acknowledgements } from '../../infra/acknowledged-findings.ts';
import { ParapetStack } from '../../infra/parapet-stack.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import { everything } from './everything.ts';
import { defaults, scratchFolder, withoutBundling } from './synth.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** `checker::rule at construct`, for all that the field's checkers find. */
const findings = (settings: Partial<Settings>, acknowledge: (stack: ParapetStack) => void): readonly string[] => {
  const outdir = scratchFolder();
  const app = new App({ context: withoutBundling, outdir });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new CfnGuardValidator());
  const stack = new ParapetStack(app, 'Parapet', {
    settings: { ...defaults, ...settings },
    rules: { guardrails: [], silences: [] },
  });
  acknowledge(stack);
  try {
    app.synth();
  } catch {
    // What they find fails the synthesis; the report says what it was.
  }
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
  return pluginReports.flatMap(({ pluginName, violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${pluginName}::${ruleName} at ${constructPath}`),
    ),
  );
};

describe('cdk-nag and cfn-guard', () => {
  const withKey: Partial<Settings> = { ...everything, encryption: 'customer' };
  it.each<[string, Partial<Settings>]>([
    ['the stack as it is without settings', {}],
    ['every option, and a key of the customer', withKey],
  ])(
    'find nothing in %s',
    (_case, settings) => {
      expect(findings(settings, acknowledgeFindings)).toEqual([]);
    },
    180_000,
  );

  it('do look, and find each thing that is acknowledged', () => {
    const found = [...findings({}, () => undefined), ...findings(withKey, () => undefined)];
    const unused = acknowledgements.filter(({ rule }) => !found.some((finding) => finding.startsWith(`${rule} at `)));
    expect(unused.map(({ rule }) => rule)).toEqual([]);
  }, 180_000);
});

it('each acknowledgement has a reason of its own, in a sentence', () => {
  for (const { reason } of acknowledgements) expect(reason).toMatch(/^\S.{40,}\.$/);
});
