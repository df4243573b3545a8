import { SSMClient } from '@aws-sdk/client-ssm';
import { clientDefaults, type Endpoint } from '../aws-client.ts';

export const ssmClient = (endpoint: Endpoint = {}): SSMClient => new SSMClient({ ...clientDefaults, ...endpoint });
