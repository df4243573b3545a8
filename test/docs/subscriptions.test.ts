import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../functions/forward/message.ts';
import { waitAfter } from '../../functions/forward/outcome.ts';
import { readGuardrails } from '../../infra/guardrails.ts';
import { subscriptionKeys } from '../../infra/settings/subscription-schema.ts';
import { readSettings } from '../../infra/settings/read-settings.ts';
import { budgets } from '../../shared/budgets.ts';
import { limits } from '../../shared/core/limits.ts';
import { minutes, seconds } from '../../shared/core/units.ts';
import { envelope } from '../functions/forward/deliveries.ts';
import { resources, scratchFolder, statements, synthesize } from '../infra/synth.ts';
import { NOW } from '../support/builders.ts';
import { captureLogs } from '../support/logs.ts';

const page = readFileSync('docs/subscriptions.md', 'utf8');
const blocks = (comment: string): string[] =>
  [...page.matchAll(new RegExp(`<!-- ${comment} -->\\n\`\`\`\\w*\\n([^]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const { rules } = readGuardrails('guardrails.yaml', NOW);

describe('the page on subscriptions', () => {
  it.each(blocks('settings').map((text): [string, string] => [text.split('\n').at(-2)?.trim() ?? '', text]))(
    'shows settings that can be deployed: ... %s',
    (_, text) => {
      captureLogs();
      const config = join(scratchFolder(), 'parapet.yaml');
      writeFileSync(config, text);
      const settings = readSettings(new App({ context: { config }, outdir: scratchFolder() }).node);
      const made = resources(synthesize(settings, 'Parapet', rules), 'AWS::SNS::Subscription');
      expect(made.size).toBeGreaterThanOrEqual(settings.subscriptions.length);
      expect(settings.subscriptions.length).toBeGreaterThan(0);
    },
  );

  it('shows one of each kind', () => {
    const all = blocks('settings').join('\n');
    const kinds = subscriptionKeys.filter((key) => !['severity', 'guardrails', 'region'].includes(key));
    expect(kinds).toHaveLength(8);
    for (const kind of [...kinds, 'severity', 'guardrails', 'region'])
      expect(all).toMatch(new RegExp(`^\\s+(- )?${kind}: `, 'm'));
    for (const kind of kinds) expect(page).toContain(`\`${kind}\``);
  });

  it('shows the policy that our own queues have', () => {
    const [text = ''] = blocks('policy');
    const shown = JSON.parse(text) as { Effect: string; Principal: unknown; Action: string; Condition: object };
    const template = synthesize({ emails: [], subscriptions: [{ kind: 'slack', parameter: 'p' }] }, 'Parapet', rules);
    const own = [...resources(template, 'AWS::SQS::QueuePolicy').values()]
      .flatMap(statements)
      .find(({ Sid }) => Sid === 'AllowTopic');
    expect([shown.Effect, shown.Principal, shown.Action]).toEqual([own?.Effect, own?.Principal, own?.Action]);
    expect(shown.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': '<AlertTopicArn>' } });
  });

  it('shows a message that opens what a test of the pager closes', () => {
    const [, message = ''] = /aws sns publish .*--message '(.*)'/.exec(page) ?? [];
    const test = (text: string) => readMessage(envelope(text), 'Parapet').news[0];
    const [opened, closed] = [test(message), test(message.replace('"ALARM"', '"OK"'))];
    expect([opened?.status, closed?.status]).toEqual(['firing', 'resolved']);
    expect(opened?.key).toBe(closed?.key);
  });

  it('says how long what is tried', () => {
    const waits = [1, 2, 3].map((receives) => `${waitAfter(receives) / 1000} s`).join(', ');
    expect(page).toContain(
      `tried after ${waits} ... and then every ${budgets.forwardLongestWait / 60_000} minutes, ${budgets.forwardReceives} times`,
    );
    expect(page).toContain(`older than ${budgets.forwardLate / 1000} seconds`);
    expect([budgets.forwardLate, budgets.secretKept]).toEqual([seconds(90), minutes(5)]);
    expect(limits.messagesPerTick).toBe(5);
  });

  it('names the lines of the log as they are', () => {
    const code = ['forward-message', 'deliver']
      .map((file) => readFileSync(`functions/forward/${file}.ts`, 'utf8'))
      .join();
    const [, table = ''] = page.split('| log of the function |');
    const lines = [...table.matchAll(/^\| `(.+?)` \|/gm)].map(([, line = '']) => line);
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(code).toContain(`'${line}'`);
  });
});

/** The members of an operation, as the SDK knows them. */
const membersOf = (service: string, operation: string): readonly string[] => {
  const schemas: Readonly<Record<string, unknown>> = { sns, sqs, ssm }[service] ?? {};
  const schema = schemas[`${operation}Input$`] ?? schemas[`${operation}Request$`];
  return Array.isArray(schema) ? (schema[4] as readonly string[]) : [];
};

const pascal = (kebab: string): string =>
  kebab
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');

describe('a command of AWS', () => {
  const commands = [...page.matchAll(/^aws (\w+) ([\w-]+) (.*)$/gm)].map(
    ([, service = '', operation = '', options = '']): [string, string, string[]] => [
      service,
      operation,
      [...options.matchAll(/(?:^| )--([\w-]+)/g)].map(([, option = '']) => option),
    ],
  );

  it('is there for each thing to do by hand', () => {
    expect(commands.map(([, operation]) => operation)).toEqual([
      'put-parameter',
      'publish',
      'confirm-subscription',
      'start-message-move-task',
    ]);
  });

  it.each(commands)('%s %s has options that AWS knows', (service, operation, options) => {
    expect(options.length).toBeGreaterThan(1);
    expect(membersOf(service, pascal(operation))).toEqual(expect.arrayContaining(options.map(pascal)));
  });
});
