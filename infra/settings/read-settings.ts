import type { Node } from 'constructs';
import { didYouMean, nearest } from '../../shared/core/guardrail/nearest.ts';
import { type Path, pathText } from '../../shared/core/guardrail/problem.ts';
import { memoryMb } from '../capacity.ts';
import { ConfigurationError } from '../configuration-error.ts';
import { type GivenSettings, settingNames, settingsSchema } from './schema.ts';
import type { Settings } from './settings.ts';
import { readSettingsFile } from './settings-file.ts';

/**
 * What is said with `-c` or in cdk.json counts before what the file says. All problems are told at once: a deployment takes
 * minutes, and so would finding them one by one.
 */
export function readSettings(node: Node): Settings {
  const context = settingsOfContext(node);
  const given = { ...readSettingsFile(node.tryGetContext('config')), ...context };
  const { reserved, guardrails, region, heartbeatUrl, eventBridge, kinesis } = given;
  return {
    stackName: given.stackName ?? 'Parapet',
    ...(region === undefined ? undefined : { region }),
    guardrailsFile: guardrails ?? 'guardrails.yaml',
    emails: given.emails ?? [],
    watchEmails: given.watchEmails ?? [],
    subscriptions: given.subscriptions ?? [],
    sources: {
      ...(eventBridge === undefined ? undefined : { eventBridge: withoutUndefined(eventBridge) }),
      ...(kinesis === undefined ? undefined : { kinesis: withoutUndefined(kinesis) }),
    },
    reserveConcurrency: reserved ?? true,
    ...(heartbeatUrl === undefined ? undefined : { heartbeatUrl }),
    syntheticEvent: given.syntheticEvent ?? true,
    dashboard: given.dashboard ?? true,
    guardrailMetrics: given.guardrailMetrics ?? true,
    encryption: given.encryption ?? 'aws',
    logRetentionDays: given.logRetentionDays ?? 30,
    memoryMb: { ...memoryMb, ...withoutUndefined(given.memoryMb ?? {}) },
    ...(given.table === undefined ? undefined : { table: given.table }),
    removal: given.removal ?? 'keep',
  };
}

function settingsOfContext(node: Node): GivenSettings {
  const names = [...settingNames, 'config'];
  const misspelt = Object.keys(node.getAllContext() as Record<string, unknown>).flatMap((key) => {
    // CDK's own names hold an @ or a colon, and those of other tools are none of ours.
    const meant = names.includes(key) ? undefined : nearest(key, names);
    return meant === undefined ? [] : [`context ${key}: not a setting${didYouMean(meant)}`];
  });
  const context = Object.fromEntries(
    settingNames.map((name) => [name, node.tryGetContext(name) as unknown]).filter(([, value]) => value !== undefined),
  );
  const parsed = settingsSchema.safeParse(context);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `context ${pathText(nameOf(path))}: ${message}`);
  if (!parsed.success || misspelt.length > 0) throw new ConfigurationError([...misspelt, ...problems]);
  return parsed.data;
}

/** Of the addresses that `-c emails=` lists in one text, which one it is says the message. */
const nameOf = (path: readonly PropertyKey[]): Path =>
  path[0] === 'emails' || path[0] === 'watchEmails'
    ? [path[0]]
    : path.map((step) => (typeof step === 'number' ? step : String(step)));

/** As the types of settings have it: a key that was left out is not there. */
const withoutUndefined = <Given extends object>(
  given: Given,
): { [Key in keyof Given]: Exclude<Given[Key], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]: Exclude<Given[Key], undefined>;
  };
