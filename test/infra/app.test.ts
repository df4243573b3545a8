import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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

it('synthesizes without an AWS account, and the rules of CloudFormation find nothing', () => {
  expect(runApp({ emails: 'oncall@example.com' })).toEqual({ status: 0, stderr: '' });
});

it('fails on a broken rules file with its problems and no stack trace', () => {
  const file = join(folder, 'broken.yaml');
  writeFileSync(file, 'guardrails: [');
  const { status, stderr } = runApp({ guardrails: file });
  expect(status).toBe(1);
  expect(stderr).toContain(file);
  expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
});

it('fails on a bad setting with one line', () => {
  expect(runApp({ reserved: 'maybe' })).toEqual({
    status: 1,
    stderr:
      'context reserved: expected on or off, got "maybe". New AWS accounts need -c reserved=off; leave it out otherwise.\n',
  });
});
