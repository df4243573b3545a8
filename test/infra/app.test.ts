import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder, withoutBundling } from './synth.ts';

const folder = scratchFolder();

/** The app as the CDK command line starts it, on a machine that knows no AWS account. */
function runApp(context: Record<string, unknown>): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      CDK_OUTDIR: join(folder, 'cdk.out'),
      CDK_CONTEXT_JSON: JSON.stringify({ ...withoutBundling, ...context }),
    },
  });
  return { status, stderr };
}

describe('the app', () => {
  const heard = { emails: 'oncall@example.com', subscriptions: [{ sqs: 'arn:aws:sqs:us-east-1:123456789012:alerts' }] };
  let run: ReturnType<typeof runApp>;
  beforeAll(() => (run = runApp(heard)));

  it('synthesizes without an AWS account, and the rules of CloudFormation find nothing', () => {
    expect(run).toEqual({ status: 0, stderr: expect.stringMatching(/^Parapet: [^\n]*\n$/) });
  });

  it('says what its metrics and alarms cost, in one line', () => {
    expect(run.stderr).toMatch(/^Parapet: 14 custom metrics and \d+ alarms .* leaves 5 metrics out$/m);
  });

  it('has a guardrail of its own beside those of the operator', () => {
    const [file = ''] = globSync(join(folder, 'cdk.out/*-guardrails.json'));
    const { guardrails } = JSON.parse(readFileSync(file, 'utf8')) as { guardrails: { id: string }[] };
    expect(guardrails.map(({ id }) => id)).toEqual([
      'payment-failures',
      'payment-fraud',
      'payment-latency',
      'parapet-synthetic',
    ]);
  });
});

it('fails on a broken rules file with its problems and no stack trace', () => {
  const file = join(folder, 'broken.yaml');
  writeFileSync(file, 'guardrails: [');
  const { status, stderr } = runApp({ guardrails: file });
  expect(status).toBe(1);
  expect(stderr).toContain(file);
  expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
});

/** A rule that loads, and would never tell; a silence that is over; a rule of which another says all. */
const questionable = `guardrails:
  - { id: a, kind: rate, bad: { fraud: true }, critical: { above: 3% } }
  - { id: b, kind: rate, bad: { fraud: true }, critical: { above: 4% } }
silences:
  - { why: upgrade, by: anna, from: 2026-01-01T00:00Z, until: 2026-01-02T00:00Z }
`;
const neverTold = `  - { id: c, kind: volume, critical: { below: 0.1/h }, expects: 5/h }\n`;

/** What \`parapet check\` prints of it, without the summary. */
const checkLines = (file: string): readonly string[] => {
  const { stdout } = spawnSync(process.execPath, ['cli/parapet.ts', 'check', file], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.startsWith(`${file}:`) && /^:\d/.test(line.slice(file.length)));
};

it('fails on rules that load and could never tell, in the words of parapet check', () => {
  const file = join(folder, 'never.yaml');
  writeFileSync(file, questionable.replace('silences:', `${neverTold}silences:`));
  const errors = checkLines(file).filter((line) => !line.includes(': warning: '));
  expect(errors).toHaveLength(1);
  expect(runApp({ guardrails: file })).toEqual({ status: 1, stderr: `${errors.join('\n')}\n` });
});

it('annotates the stack with what parapet check warns of, and synthesizes it', () => {
  const file = join(folder, 'odd.yaml');
  writeFileSync(file, questionable);
  expect(runApp({ guardrails: file, emails: 'oncall@example.com' }).status).toBe(0);
  const annotations = globSync(join(folder, 'cdk.out/*.json')).map((path) => readFileSync(path, 'utf8'));
  const warnings = checkLines(file);
  expect(warnings).toHaveLength(2);
  for (const warning of warnings)
    expect(annotations.some((text) => text.includes(JSON.stringify(warning).slice(1, -1)))).toBe(true);
});

it('fails on a bad setting with one line', () => {
  expect(runApp({ reserved: 'maybe' })).toEqual({
    status: 1,
    stderr:
      'context reserved: expected on or off, got "maybe". New AWS accounts need -c reserved=off; leave it out otherwise.\n',
  });
});
