import { App } from 'aws-cdk-lib';
import { ConfigurationError } from './configuration-error.ts';
import { readGuardrails } from './guardrails.ts';
import { ParapetStack } from './parapet-stack.ts';
import { readSettings } from './settings.ts';

try {
  const app = new App();
  const settings = readSettings(app.node);
  new ParapetStack(app, settings.stackName, { ...settings, guardrails: readGuardrails(settings.guardrailsFile) });
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
