import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { localAws } from '../../../cli/local/aws-config.ts';
import { startDynamoDb } from '../../../cli/local/dynamodb.ts';
import { startMessaging } from '../../../cli/local/messaging.ts';
import { started } from '../../../cli/local/stop-all.ts';
import { startCloudFormation } from '../../support/cloudformation.ts';
import type { Deployment } from './deployment.ts';
import { secrets } from './forwarding.ts';
import { Recorder } from './recorder.ts';
import { startSmallEngines } from './small-engines.ts';

/** The embedded engines with the table and the topic of a stack, behind a recorder. */
export const startEngines = async (deployment: Deployment, outputs: ReadonlyMap<string, string>) => {
  const parts = started();
  try {
    const { name: tableName } = deployment.one('AWS::DynamoDB::GlobalTable', 'StoreTable');
    const database = await startDynamoDb({ tableName });
    parts.add(() => database.stop());
    const messaging = await startMessaging();
    parts.add(() => messaging.stop());
    await createTopic(messaging.endpoint, deployment.one('AWS::SNS::Topic', 'AlertsTopic').name);
    const { stackName: name, description } = deployment;
    const cloudFormation = await startCloudFormation([{ name, description, outputs }]);
    parts.add(() => cloudFormation.stop());
    const small = await startSmallEngines(secrets);
    parts.add(() => small.stop());
    const recorder = new Recorder(
      deployment,
      new Map([
        ['dynamodb', database.endpoint],
        ['sns', messaging.endpoint],
        ['cloudformation', cloudFormation.endpoint],
        ['sqs', small.endpoint],
        ['ssm', small.endpoint],
      ]),
    );
    const endpoint = await recorder.start();
    parts.add(() => recorder.stop());
    return { recorder, endpoint, stop: () => parts.stopAll() };
  } catch (error) {
    await parts.stopAll().catch(() => undefined);
    throw error;
  }
};

const createTopic = async (endpoint: string, name: string): Promise<void> => {
  const client = new SNSClient(localAws(endpoint));
  try {
    await client.send(new CreateTopicCommand({ Name: name }));
  } finally {
    client.destroy();
  }
};
