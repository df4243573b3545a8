import { afterEach, describe, expect, it, vi } from 'vitest';
import { filePath, settingsFrom, tableName, topicArn, webAddress } from '../../functions/settings.ts';

afterEach(() => vi.unstubAllEnvs());

const shape = { TABLE_NAME: tableName, TOPIC_ARN: topicArn, GUARDRAILS_FILE: filePath, HEARTBEAT_URL: webAddress };
const whole = {
  TABLE_NAME: 'table',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic',
  GUARDRAILS_FILE: 'guardrails.json',
  HEARTBEAT_URL: 'https://hc.example.com/ping/1',
};
const settingsOf = (environment: Readonly<Record<string, string | undefined>>) => {
  for (const [name, value] of Object.entries({ ...whole, ...environment })) vi.stubEnv(name, value);
  return settingsFrom(shape);
};

describe('the settings of a function', () => {
  it('are those of its environment that it asks for, and no others', () => {
    expect(settingsOf({ OTHER: 'other' })).toEqual(whole);
  });

  it.each([
    ['one that is missing', { TABLE_NAME: undefined }, 'TABLE_NAME'],
    ['one that is empty', { GUARDRAILS_FILE: '' }, 'GUARDRAILS_FILE'],
    ['two that are something else', { TOPIC_ARN: 'topic', HEARTBEAT_URL: 'here' }, 'TOPIC_ARN, HEARTBEAT_URL'],
  ])('stop it by the name of %s', (_, environment, names) => {
    expect(() => settingsOf(environment)).toThrow(
      new Error(`environment: expected ${names} to be set by the stack; deploy again`),
    );
  });
});
