import { Annotations, App } from 'aws-cdk-lib';
import { epochMs } from '../shared/core/units.ts';
import { ConfigurationError } from './configuration-error.ts';
import { readGuardrails } from './guardrails.ts';
import { ParapetStack } from './parapet-stack.ts';
import { readSettings } from './settings/read-settings.ts';

try {
  const app = new App();
  const settings = readSettings(app.node);
  const { rules, warnings } = readGuardrails(settings.guardrailsFile, epochMs(Date.now()));
  const { region } = settings;
  const stack = new ParapetStack(app, settings.stackName, {
    settings,
    rules,
    ...(region === undefined ? undefined : { env: { region } }),
  });
  for (const warning of warnings) Annotations.of(stack).addWarningV2('parapet:guardrails', warning);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
