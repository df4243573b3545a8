import { localAccount } from '../../../cli/local/aws-config.ts';
import type { Deployment } from './deployment.ts';
import { functionsOf } from './lambdas.ts';

/** The ARNs that calls are made on, by the logical ids of a stack; those of others carry the name Payroll. */
export const arnsOf = (deployment: Deployment) => {
  const functions = deployment.all('AWS::Lambda::Function');
  const queues = deployment.all('AWS::SQS::Queue');
  const named = (type: string, id: string): string => deployment.one(type, id).name;
  const logGroup = (id: string): string => named('AWS::Logs::LogGroup', id);
  const other = (service: string, resource: string): string => deployment.arn(service, resource);
  return {
    table: deployment.arn('dynamodb', `table/${named('AWS::DynamoDB::GlobalTable', 'StoreTable')}`),
    topic: deployment.arn('sns', named('AWS::SNS::Topic', 'AlertsTopic')),
    evaluate: deployment.arn('lambda', `function:${named('AWS::Lambda::Function', 'EvaluatorFunction')}`),
    stack: deployment.arn('cloudformation', `stack/${deployment.stackName}/1`),
    queue: (id: string) => deployment.arn('sqs', named('AWS::SQS::Queue', id)),
    role: (id: string) => `arn:aws:iam::${localAccount}:role/${named('AWS::IAM::Role', id)}`,
    api: (route: string) =>
      deployment.arn('execute-api', `${named('AWS::ApiGatewayV2::Api', 'HttpIngestApi')}/$default/${route}`),
    /** As CloudWatch Logs names it in its refusals: of calls that name no stream the end is empty. */
    log: (id: string) => deployment.arn('logs', `log-group:${logGroup(id)}:log-stream:`),
    logStream: (id: string) => deployment.arn('logs', `log-group:${logGroup(id)}:log-stream:1`),
    functions: functions.map(({ name }) => deployment.arn('lambda', `function:${name}`)),
    /** Logical ids. */
    functionLogs: functions.map(({ id }) => `${id}Log`),
    forwarders: functionsOf(deployment, 'forward'),
    deadLetters: queues.filter(({ id }) => !id.endsWith('Queue')).map(({ id }) => id),
    /** Queues that have dead letters. */
    redriven: queues.flatMap(({ id, properties }) => {
      const { deadLetterTargetArn: arn } = (properties['RedrivePolicy'] ?? {}) as { deadLetterTargetArn?: string };
      const target = queues.find(({ name }) => arn?.endsWith(`:${name}`));
      return target === undefined ? [] : [{ source: id, deadLetters: target.id }];
    }),
    other,
    otherIam: (resource: string) => `arn:aws:iam::${localAccount}:${resource}`,
  };
};
export type Arns = ReturnType<typeof arnsOf>;
