import { SNSClient } from '@aws-sdk/client-sns';
import { clientDefaults, type Endpoint } from '../aws-client.ts';

export const snsClient = (endpoint: Endpoint = {}): SNSClient => new SNSClient({ ...clientDefaults, ...endpoint });
