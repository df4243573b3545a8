import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../infra/configuration-error.ts';
import { readSettings } from '../../../infra/settings/read-settings.ts';
import { scratchFolder } from '../synth.ts';

const settings = (context: Record<string, unknown>) => readSettings(new App({ context, outdir: scratchFolder() }).node);

describe('settings', () => {
  it('are complete without any context', () => {
    expect(settings({})).toEqual({
      stackName: 'Parapet',
      guardrailsFile: 'guardrails.yaml',
      emails: [],
      watchEmails: [],
      subscriptions: [],
      sources: {},
      reserveConcurrency: true,
      syntheticEvent: true,
      dashboard: true,
      guardrailMetrics: true,
      encryption: 'aws',
      logRetentionDays: 30,
      memoryMb: { ingest: 512, evaluate: 1769 },
      removal: 'keep',
    });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['one address', 'a@example.com', ['a@example.com']],
    ['a list with commas and blanks', 'a@example.com, b@example.com ,', ['a@example.com', 'b@example.com']],
    ['an array from cdk.json', ['a@example.com', 'b@example.com'], ['a@example.com', 'b@example.com']],
    ['an address twice', 'a@example.com,a@example.com', ['a@example.com']],
    ['nothing', '', []],
  ])('take emails from %s', (_case, emails, expected) => {
    expect(settings({ emails }).emails).toEqual(expected);
  });

  it('leave concurrency unreserved with reserved=off', () => {
    expect(settings({ reserved: 'off' }).reserveConcurrency).toBe(false);
  });

  it('take an address outside AWS that hears the heartbeat', () => {
    expect(settings({ heartbeatUrl: 'https://beat.example.com/x' }).heartbeatUrl).toBe('https://beat.example.com/x');
  });

  it('take the name of the stack and the path of the rules', () => {
    expect(settings({ stackName: 'Parapet-staging', guardrails: 'rules/staging.yaml' })).toMatchObject({
      stackName: 'Parapet-staging',
      guardrailsFile: 'rules/staging.yaml',
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'an address without a domain',
      { emails: 'a@example.com,oncall' },
      'context emails: expected an email address, got "oncall". Separate several with commas: -c emails=a@example.com,b@example.com',
    ],
    [
      'emails that are no text',
      { emails: 7 },
      'context emails: expected an email address, got 7. Separate several with commas: -c emails=a@example.com,b@example.com',
    ],
    [
      'reserved neither on nor off',
      { reserved: 'false' },
      'context reserved: expected on or off, got "false". New AWS accounts need -c reserved=off; leave it out otherwise.',
    ],
    [
      'a heartbeat address without TLS',
      { heartbeatUrl: 'http://beat.example.com' },
      'context heartbeatUrl: expected an https URL, got "http://beat.example.com". A service that misses a heartbeat and tells somebody: -c heartbeatUrl=https://…',
    ],
    [
      'a stack name with an underscore',
      { stackName: 'Parapet_staging' },
      'context stackName: expected a letter, then at most 127 letters, digits and hyphens, got "Parapet_staging". CloudFormation allows nothing else: -c stackName=Parapet-staging',
    ],
    [
      'an empty path',
      { guardrails: '' },
      'context guardrails: expected the path of a YAML file, got "". Example: -c guardrails=guardrails.yaml',
    ],
  ])('refuse %s, saying what was expected, what came and what to do', (_case, context, message) => {
    expect(() => settings(context)).toThrow(new ConfigurationError([message]));
  });

  it('tell all problems at once, one a line', () => {
    expect(() => settings({ reserved: 'no', stackName: '1', emails: 'x' })).toThrow(
      /^context stackName: .*\ncontext emails: .*\ncontext reserved: .*$/,
    );
  });
});
