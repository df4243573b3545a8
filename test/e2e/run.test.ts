import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** Whatever it asked would be asked of a port where nobody listens. */
const nowhere = 'http://127.0.0.1:9';

const run = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['e2e/run.ts', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HTTPS_PROXY: nowhere, AWS_EC2_METADATA_DISABLED: 'true', ...environment },
  });
  return { status, stdout, stderr };
};

describe('npm run e2e', () => {
  test('asks nobody anything without an account that was typed', () => {
    const { status, stdout, stderr } = run({ AWS_REGION: 'eu-central-1', AWS_PROFILE: 'production' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/Expected --yes[^]*Expected --account/);
  });

  test('says how it is used, and what it does', () => {
    const { status, stdout } = run({}, '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/--account[^]*--keep[^]*AWS_ENDPOINT_URL[^]*Exit code: 0/);
  });

  test('makes nothing where nothing answers', () => {
    const { status, stdout, stderr } = run({ AWS_ENDPOINT_URL: nowhere });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/ECONNREFUSED/);
  });
});
