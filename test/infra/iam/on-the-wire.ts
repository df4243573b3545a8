import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from './call.ts';
import { type Deployment, STACK_UUID } from './deployment.ts';
import { queueArn } from './policies.ts';

/** A request of the SDK as it goes over the wire. */
export interface SignedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The service that a request is signed for: `AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/<service>/aws4_request, ...` */
export const serviceOf = ({ headers }: SignedRequest): string => {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
  if (service === undefined) throw new Error('expected a request that is signed with SigV4, got one that is not');
  return service;
};

/** What IAM would be asked about a request. Throws for what it can't read: a call without its keys would look harmless. */
export const callOf = (request: SignedRequest, deployment: Deployment): Call => {
  const service = serviceOf(request);
  switch (service) {
    case 'dynamodb':
      return dynamoCall(operationOf(request), JSON.parse(request.body) as DynamoInput, deployment);
    case 'sqs': {
      const { QueueUrl: url } = JSON.parse(request.body) as { QueueUrl: string };
      return { action: `sqs:${operationOf(request)}`, resource: queueArn(deployment, url) };
    }
    case 'ssm': {
      const { Name: name } = JSON.parse(request.body) as { Name: string };
      const resource = deployment.arn('ssm', `parameter/${name.replace(/^\//, '')}`);
      return { action: `ssm:${operationOf(request)}`, resource };
    }
    case 'sns': {
      const form = new URLSearchParams(request.body);
      const resource = form.get('TopicArn') ?? form.get('TargetArn') ?? form.get('SubscriptionArn') ?? '*';
      return { action: `sns:${form.get('Action')}`, resource };
    }
    case 'cloudformation': {
      const form = new URLSearchParams(request.body);
      const stack = form.get('StackName');
      const resource = stack === null ? '*' : deployment.arn('cloudformation', `stack/${stack}/${STACK_UUID}`);
      return { action: `cloudformation:${form.get('Action')}`, resource };
    }
    default:
      throw new Error(`a call to ${service}: expected a service that is known here; teach ${import.meta.filename} it`);
  }
};

/** `DynamoDB_20120810.PutItem` -> `PutItem`. */
const operationOf = ({ headers }: SignedRequest): string => String(headers['x-amz-target']).split('.').at(-1) ?? '';

type Item = Readonly<Record<string, { readonly S?: string }>>;

interface DynamoInput {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
}

const dynamoCall = (operation: string, input: DynamoInput, deployment: Deployment): Call => {
  const partition = partitionIn(operation, input);
  if (partition === undefined) throw new Error(`dynamodb:${operation}: expected one partition key, found none`);
  return {
    action: `dynamodb:${operation}`,
    resource: deployment.arn('dynamodb', `table/${input.TableName}`),
    partitions: [partition],
  };
};

const partitionIn = (operation: string, input: DynamoInput): string | undefined => {
  switch (operation) {
    case 'PutItem':
      return input.Item?.['pk']?.S;
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem':
      return input.Key?.['pk']?.S;
    case 'Query': {
      const value = /^pk = (:\w+)/.exec(input.KeyConditionExpression ?? '')?.[1];
      return value === undefined ? undefined : input.ExpressionAttributeValues?.[value]?.S;
    }
    default:
      return undefined;
  }
};
