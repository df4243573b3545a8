import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults, type Endpoint } from '../aws-client.ts';

export const sqsClient = (endpoint: Endpoint = {}): SQSClient => new SQSClient({ ...clientDefaults, ...endpoint });
