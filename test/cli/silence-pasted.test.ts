import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localAws } from '../../cli/local/aws-config.ts';
import { type LocalDynamoDb, startDynamoDb } from '../../cli/local/dynamodb.ts';
import { dynamoClient, type Table } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { renderMessage } from '../../shared/core/message/render.ts';
import { startCloudFormation } from '../support/cloudformation.ts';
import { aMember, aNotification } from '../support/notifications.ts';

let database: LocalDynamoDb;
let table: Table;
let cloudFormation: Awaited<ReturnType<typeof startCloudFormation>>;
beforeAll(async () => {
  database = await startDynamoDb({ tableName: 'parapet' });
  table = { client: dynamoClient(localAws(database.endpoint)), tableName: 'parapet' };
  const outputs = new Map([['TableName', 'parapet']]);
  cloudFormation = await startCloudFormation([{ name: 'Parapet-eu', description: 'Parapet: alerts', outputs }]);
});
afterAll(async () => {
  table.client.destroy();
  await database.stop();
  await cloudFormation.stop();
});

/** The mail of a broken bank, as the evaluator of a stack sends it. */
const mail = (): string => {
  const origin = { accountId: '123456789012', region: 'eu-west-1', stackName: 'Parapet-eu' };
  return renderMessage(aNotification({ members: [aMember({ group: 'bank=icbc' })] }), origin).text;
};

it('the command that a message gives, pasted into a shell, silences what the message is about', async () => {
  const [command, ...others] = mail()
    .split('\n')
    .filter((line) => line.includes('parapet -- silence'));
  expect(others).toEqual([]);
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command ?? ''], {
    env: {
      ...env,
      USER: 'anna',
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  expect(stdout).toContain('silenced  payment-failures: bank=icbc\n');
  expect(cloudFormation.regions).toEqual(['eu-west-1']);
  const [silence] = await dynamoSilences(table).list(systemClock.now());
  expect(silence).toMatchObject({
    guardrails: ['payment-failures'],
    match: ['bank=icbc'],
    by: 'anna',
    why: 'because ...',
  });
});
