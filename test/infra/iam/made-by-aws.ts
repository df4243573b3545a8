import type { Call } from './call.ts';
import type { DeployedResource, Deployment } from './deployment.ts';

/** A call, by the logical id of the role in whose name it is made. */
export interface MadeByAws {
  readonly role: string;
  readonly call: Call;
  readonly why: string;
}

/**
 * The calls that nobody sees on the wire: those that AWS makes in the name of a role, because the template asks for it.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export const madeByAws = (deployment: Deployment): readonly MadeByAws[] => [
  ...deployment.all('AWS::Lambda::Function').flatMap((fn) => logging(deployment, fn)),
  ...deployment.all('AWS::Lambda::EventSourceMapping').flatMap((mapping) => polling(deployment, mapping)),
  ...deployment.all('AWS::Lambda::EventInvokeConfig').map((config) => keepingFailures(deployment, config)),
  ...deployment.all('AWS::Scheduler::Schedule').flatMap((schedule) => scheduled(deployment, schedule)),
];

const logging = (deployment: Deployment, fn: DeployedResource): readonly MadeByAws[] => {
  const { LogGroup: group } = fn.properties['LoggingConfig'] as { LogGroup: string };
  const resource = deployment.arn('logs', `log-group:${group}:log-stream:2026/03/02/[$LATEST]1`);
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
    role: roleOf(deployment, fn),
    call: { action, resource },
    why: 'Lambda writes the log',
  }));
};

const polling = (deployment: Deployment, { properties }: DeployedResource): readonly MadeByAws[] => {
  const {
    FunctionName: name,
    EventSourceArn: resource,
    DestinationConfig: failures,
  } = properties as {
    FunctionName: string;
    EventSourceArn: string;
    DestinationConfig?: { OnFailure: { Destination: string } };
  };
  const role = roleOf(deployment, functionNamed(deployment, name));
  const isQueue = resource.includes(':sqs:');
  const why = isQueue ? 'Lambda takes messages from the queue' : 'Lambda takes records from the stream';
  return [
    ...(isQueue ? fromQueue : fromStream).map((action) => ({ role, call: { action, resource }, why })),
    ...(failures === undefined
      ? []
      : [
          {
            role,
            call: { action: 'sqs:SendMessage', resource: failures.OnFailure.Destination },
            why: 'Lambda keeps what it gave up',
          },
        ]),
  ];
};

const fromQueue = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((name) => `sqs:${name}`);
/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html */
const fromStream = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'].map(
  (name) => `kinesis:${name}`,
);

const keepingFailures = (deployment: Deployment, { properties }: DeployedResource): MadeByAws => {
  const { FunctionName: name, DestinationConfig: config } = properties as {
    FunctionName: string;
    DestinationConfig: { OnFailure: { Destination: string } };
  };
  return {
    role: roleOf(deployment, functionNamed(deployment, name)),
    call: { action: 'sqs:SendMessage', resource: config.OnFailure.Destination },
    why: 'Lambda keeps what failed',
  };
};

const scheduled = (deployment: Deployment, { properties }: DeployedResource): readonly MadeByAws[] => {
  const {
    Arn: arn,
    RoleArn: roleArn,
    DeadLetterConfig: letters,
  } = properties['Target'] as {
    Arn: string;
    RoleArn: string;
    DeadLetterConfig?: { Arn: string };
  };
  const role = roleWithArn(deployment, roleArn);
  const action = arn.includes(':sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
  return [
    { role, call: { action, resource: arn }, why: 'Scheduler calls each minute' },
    ...(letters === undefined
      ? []
      : [
          {
            role,
            call: { action: 'sqs:SendMessage', resource: letters.Arn },
            why: 'Scheduler keeps what it could not deliver',
          },
        ]),
  ];
};

export const roleOf = (deployment: Deployment, { properties }: DeployedResource): string =>
  roleWithArn(deployment, String(properties['Role']));

const roleWithArn = (deployment: Deployment, arn: string): string => {
  const found = deployment.all('AWS::IAM::Role').find(({ name }) => arn.endsWith(`:role/${name}`));
  if (found === undefined) throw new Error(`template: expected a role ${arn}, got none`);
  return found.id;
};

const functionNamed = (deployment: Deployment, wanted: string): DeployedResource => {
  const found = deployment.all('AWS::Lambda::Function').find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`template: expected a function ${wanted}, got none`);
  return found;
};
