import { Annotations, App } from 'aws-cdk-lib';
import { epochMs } from '../shared/core/units.ts';
import { acknowledgeFindings } from './acknowledged-findings.ts';
import { ConfigurationError } from './configuration-error.ts';
import { monthlyLine } from './custom-metrics.ts';
import { readGuardrails, withSyntheticGuardrail } from './guardrails.ts';
import { ParapetStack } from './parapet-stack.ts';
import { readSettings } from './settings/read-settings.ts';

try {
  const app = new App();
  const settings = readSettings(app.node);
  const { rules: written, warnings } = readGuardrails(settings.guardrailsFile, epochMs(Date.now()));
  const rules = settings.syntheticEvent ? withSyntheticGuardrail(written) : written;
  const { region } = settings;
  const stack = new ParapetStack(app, settings.stackName, {
    settings,
    rules,
    ...(region === undefined ? undefined : { env: { region } }),
  });
  acknowledgeFindings(stack);
  for (const warning of warnings) Annotations.of(stack).addWarningV2('parapet:guardrails', warning);
  // Not an annotation: beside any warning the CDK command line leaves information out. Nor stdout, where a template may go.
  process.stderr.write(`${monthlyLine(stack, rules, settings.guardrailMetrics)}\n`);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
