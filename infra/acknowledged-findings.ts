import { type Stack, Validations } from 'aws-cdk-lib';

/** A finding of a checker that is accepted at the constructs whose path, below the stack, is like `at`; and why. */
export interface Acknowledgement {
  /** As the checker's report has it: its name, two colons, its rule. */
  readonly rule: string;
  readonly at: RegExp;
  readonly reason: string;
}

const deadLetters = /(DeadLetters|FailedTicks|UndeliveredTicks|UndeliveredEvents|Undelivered|GivenUp)$/;
const lastStop =
  'It is where failures end and wait for a person, with an alarm: another queue behind it would hide them.';
const anyFunction = /Function$/;
const anyLog = /(FunctionLog|AccessLog)$/;

/** What cdk-nag (AwsSolutions, Serverless) and cfn-guard (Control Tower) find, and is accepted. */
export const acknowledgements: readonly Acknowledgement[] = [
  { rule: 'AwsSolutions::AwsSolutions-SQS3', at: deadLetters, reason: lastStop },
  { rule: 'Serverless::Serverless-SQSRedrivePolicy', at: deadLetters, reason: lastStop },
  { rule: 'cdk-validator-cfnguard::sqs_dlq_check', at: deadLetters, reason: lastStop },
  {
    rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::<EvaluatorFunction0B95216C.Arn>:*]',
    at: /^SchedulerRoleForTarget-[0-9a-f]+\/DefaultPolicy$/,
    reason:
      'CDK allows the schedule to call the versions of its one function; there are none, and they would be the same function.',
  },
  {
    rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<HttpIngestApi8E0464A9>/*/POST/v1/events]',
    at: /^ProducerAccess\/Policy$/,
    reason:
      'Any stage of the one API, and only POST /v1/events: there is one stage, and its name is $default, which no ARN takes.',
  },
  {
    rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/Parapet/*]',
    at: /^OperatorAccess\/Policy\d*$/,
    reason: 'The ARN of a stack ends in an id that CloudFormation draws: the policy would have to know its own stack.',
  },
  {
    rule: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    at: /^OperatorAccess\/Policy\d*$/,
    reason:
      'cloudformation:ListStacks knows no narrower resource. It lists names and descriptions, of this Region only.',
  },
  {
    rule: 'Serverless::Serverless-SNSRedrivePolicy',
    at: /(@.+|\/Subscription)$/,
    reason:
      'A mail to a person: SNS tries for hours, and a dead-letter queue of mails would be read by nobody. SNS delivery failures have an alarm.',
  },
  {
    rule: 'Serverless::Serverless-LambdaDLQ',
    at: anyFunction,
    reason:
      'The evaluator has an on-failure destination, which replaces it. The others are called by API, queue or stream, which keep what failed: a DLQ of the function is for asynchronous calls only.',
  },
  {
    rule: 'Serverless::Serverless-LambdaTracing',
    at: anyFunction,
    reason:
      'A trace of each batch costs more than the batch, and would add a service that sees it. Logs and metrics say how long each step took.',
  },
  {
    rule: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
    at: /Poller$/,
    reason:
      'Of a queue it is the redrive policy of the queue that keeps what failed; Lambda knows no destination there.',
  },
  {
    rule: 'cdk-validator-cfnguard::cloudwatch_log_group_retention_period_check',
    at: anyLog,
    reason:
      'It asks for a year. The logs are for debugging and hold no record of business; incidents are kept for 400 days in the table. -c logRetentionDays=365 keeps them so long.',
  },
  {
    rule: 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check',
    at: anyLog,
    reason:
      'It asks for a key of the customer. CloudWatch encrypts every log; -c encryption=customer has it done with a key of this account.',
  },
  {
    rule: 'cdk-validator-cfnguard::lambda_function_public_access_prohibited_check',
    at: /^HttpIngest\/Api\/POST--v1--events\/Integration-Permission$/,
    reason:
      'It asks for an account besides. Only this route of this one API may call, named by its ARN, and the route takes requests signed by IAM.',
  },
  {
    rule: 'cdk-validator-cfnguard::lambda_inside_vpc_check',
    at: anyFunction,
    reason:
      'They call DynamoDB, SNS and SQS only, over TLS and by IAM. A VPC would add endpoints that cost more than all the rest, and that can fail.',
  },
];

/** Accepts them, each at its constructs. A test holds that the checkers find nothing else, and that each of these is found. */
export function acknowledgeFindings(stack: Stack): void {
  for (const construct of stack.node.findAll()) {
    const path = construct.node.path.slice(stack.node.path.length + 1);
    for (const { rule, at, reason } of acknowledgements)
      if (at.test(path)) Validations.of(construct).acknowledge({ id: rule, reason });
  }
}
