import { describe, expect, test, vi } from 'vitest';
import { awsAt, withClient } from '../../e2e/aws.ts';
import { targetFrom } from '../../e2e/target.ts';

const emulator = targetFrom({ yes: false }, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' });

describe('at an emulator', () => {
  const outer = {
    PATH: '/bin',
    AWS_PROFILE: 'production',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/admin',
  };

  test('a command sees no credentials of anybody', async () => {
    expect(await awsAt(emulator, outer).environment()).toEqual({
      PATH: '/bin',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/',
    });
  });

  test('nor does a client', async () => {
    const { client } = awsAt(emulator, outer);
    expect(client).toMatchObject({ region: 'us-east-1', endpoint: 'http://127.0.0.1:4566/' });
    expect(await client.credentials()).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
  });
});

test('a client is closed whether it could do its work or not', async () => {
  const client = { destroy: vi.fn<() => void>() };
  expect(await withClient(client, () => Promise.resolve(1))).toBe(1);
  await expect(withClient(client, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(client.destroy).toHaveBeenCalledTimes(2);
});
