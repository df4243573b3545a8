import { describe, expect, test } from 'vitest';
import { UsageError } from '../../cli/run-program.ts';
import { type Environment, isLoopback, refuseOtherAccount, targetFrom, type Wish } from '../../e2e/target.ts';

const account = '111122223333';
const meant: Wish = { yes: true, account, region: 'eu-central-1' };
const emulated: Environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'not refused';
};

describe('a real account is only used', () => {
  const refused = new Map<string, [Wish, Environment, RegExp]>([
    ['with --yes', [{ ...meant, yes: false }, {}, /Expected --yes/]],
    ['with --account', [{ yes: true, region: 'eu-central-1' }, {}, /Expected --account .* got none/]],
    ['with all digits of the account', [{ ...meant, account: '11112222333' }, {}, /got 11112222333/]],
    ['with an account of digits alone', [{ ...meant, account: '11112222333x' }, {}, /12 digits/]],
    ['in a Region that somebody chose', [{ yes: true, account }, {}, /Expected --region/]],
    [
      'by its id at an endpoint elsewhere',
      [{ yes: false }, { AWS_ENDPOINT_URL: 'https://aws.example.com' }, /--yes.*aws\.example\.com/],
    ],
    ['where an empty endpoint is none', [{ yes: false }, { AWS_ENDPOINT_URL: '' }, /to a real account/]],
    ['where an endpoint is an address', [meant, { AWS_ENDPOINT_URL: '127.0.0.1:4566' }, /http or https URL, got 127/]],
  ]);
  test.each([...refused])('%s', (_, [wish, environment, message]) => {
    expect(refusal(() => targetFrom(wish, environment))).toMatch(message);
  });

  test('and everything that is missing is told at once', () => {
    expect(refusal(() => targetFrom({ yes: false }, {})).split('\n')).toHaveLength(3);
  });

  test('with the Region of the command line before that of the environment', () => {
    const environment = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-west-2' };
    expect(targetFrom(meant, environment)).toEqual({ kind: 'account', account, region: 'eu-central-1' });
    expect(targetFrom({ yes: true, account }, environment)).toMatchObject({ region: 'us-east-1' });
  });

  test('if it is the one that the credentials are of', () => {
    const target = targetFrom(meant, {});
    expect(refusal(() => refuseOtherAccount(target, '444455556666'))).toMatch(
      /111122223333, got those of 444455556666/,
    );
    expect(refusal(() => refuseOtherAccount(target, undefined))).toMatch(/nobody/);
    expect(refusal(() => refuseOtherAccount(target, account))).toBe('not refused');
  });
});

describe('an emulator on this machine', () => {
  test('is used as it is, in a Region of no importance', () => {
    const target = targetFrom({ yes: false }, emulated);
    expect(target).toMatchObject({ kind: 'emulator', region: 'us-east-1' });
    expect(refusal(() => refuseOtherAccount(target, '000000000000'))).toBe('not refused');
  });

  const passedBy = new Map<string, [Environment, RegExp]>([
    [
      'by one service',
      [{ AWS_ENDPOINT_URL_SQS: 'https://sqs.eu-west-1.amazonaws.com' }, /AWS_ENDPOINT_URL_SQS .*sqs\.eu-west-1/],
    ],
    ['by all of them', [{ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, /AWS_IGNORE_CONFIGURED_ENDPOINT_URLS/]],
  ]);
  test.each([...passedBy])('is refused where it would be passed by %s', (_, [stray, message]) => {
    expect(refusal(() => targetFrom(meant, { ...emulated, ...stray }))).toMatch(message);
  });

  test('may have an endpoint of its own for a service', () => {
    const environment = { ...emulated, AWS_ENDPOINT_URL_SQS: 'http://localhost:9324', AWS_ENDPOINT_URL_SNS: '' };
    expect(targetFrom({ yes: false }, environment).kind).toBe('emulator');
  });
});

describe('this machine', () => {
  const hosts = new Map<string, boolean>([
    ['http://localhost:4566', true],
    ['http://127.0.0.1:4566', true],
    ['http://127.8.8.8', true],
    ['http://127.1', true],
    ['http://[::1]:4566', true],
    ['http://0.0.0.0:4566', false],
    ['http://10.0.0.1:4566', false],
    ['http://127.0.0.1.example.com', false],
    ['http://localhost.example.com', false],
    ['http://127.0.0.1@example.com', false],
    ['http://localhost:4566@example.com', false],
    ['https://sts.amazonaws.com', false],
  ]);
  test.each([...hosts])('%s: %s', (url, expected) => {
    expect(isLoopback(new URL(url))).toBe(expected);
  });
});
