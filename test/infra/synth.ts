import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { ParapetStack } from '../../infra/parapet-stack.ts';
import { readSettings } from '../../infra/settings/read-settings.ts';
import type { Settings } from '../../infra/settings/settings.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';

/** What the tests read of a CloudFormation resource. */
export interface Resource {
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The feature flags of cdk.json: without them the tests would judge another template than the one that is deployed. */
export const { context: flags } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

/** Bundling takes seconds and says nothing about the template; bundle.test.ts does it. */
export const withoutBundling = { ...flags, 'aws:cdk:bundling-stacks': [] };

const scratch = mkdtempSync(join(tmpdir(), 'parapet-infra-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A folder of its own for each App. CDK would make one in the system's and leave it there. */
export const scratchFolder = (): string => mkdtempSync(join(scratch, 'cdk.out-'));

const NO_RULES: Rules = { guardrails: [], silences: [] };

/** As `readSettings` gives them where the operator only named an address. */
export const defaults = readSettings(
  new App({ context: { emails: 'oncall@example.com' }, outdir: scratchFolder() }).node,
);

export function buildStack(settings: Partial<Settings> = {}, name = 'Parapet', rules = NO_RULES): Stack {
  const app = new App({
    context: withoutBundling,
    outdir: scratchFolder(),
    // CloudFormation's own rules take a second to load in each test file; app.test.ts runs them.
    builtinCloudFormationValidation: false,
  });
  return new ParapetStack(app, name, { settings: { ...defaults, ...settings }, rules });
}

export const synthesize = (settings: Partial<Settings> = {}, name = 'Parapet', rules = NO_RULES): Template =>
  Template.fromStack(buildStack(settings, name, rules));

/** All resources of a type by logical id, with the hash that CDK appends cut off. */
export function resources(template: Template, type: string): ReadonlyMap<string, Resource> {
  return new Map(
    Object.entries(template.findResources(type)).map(([id, found]) => [readable(id), found as unknown as Resource]),
  );
}

export function resource(template: Template, type: string, id: string): Resource {
  const found = resources(template, type).get(id);
  if (!found) throw new Error(`no ${type} named ${id} among ${[...resources(template, type).keys()].join(', ')}`);
  return found;
}

export const properties = (template: Template, type: string, id: string): Resource['Properties'] =>
  resource(template, type, id).Properties;

/** `StoreTable0CCFA19B` -> `StoreTable`; the role that CDK names after a hash of its target becomes `SchedulerRole`. */
export const readable = (logicalId: string): string =>
  logicalId.replace(/^(SchedulerRole)ForTarget[0-9a-f]{6}/, '$1').replace(/[0-9A-F]{8}$/, '');

/** What a value of a template points at: `{ 'Fn::GetAtt': ['StoreTable0CCFA19B', 'Arn'] }` -> `StoreTable`. */
export function target(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    Ref: ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': joined,
  } = value as {
    Ref?: string;
    'Fn::GetAtt'?: [string, string];
    'Fn::Join'?: [string, unknown[]];
  };
  if (ref !== undefined) return readable(ref);
  if (attribute) return readable(attribute[0]);
  if (joined) return joined[1].map(target).join(joined[0]);
  throw new Error(`no reference: ${JSON.stringify(value)}`);
}

export function statements(policy: Resource): readonly Statement[] {
  return (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement;
}
