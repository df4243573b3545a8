import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DurationMs } from '../../shared/core/units.ts';
import { metricNamespace } from '../../shared/metric-names.ts';
import { bundling } from './bundling.ts';

const root = join(import.meta.dirname, '../..');

export interface NodeFunctionProps {
  /** Folder under functions/, and the `service` of its logs and metrics. */
  readonly service: 'ingest-http' | 'ingest-queue' | 'ingest-stream' | 'evaluate' | 'forward';
  /** One line for the Lambda console. */
  readonly description: string;
  /** From shared/budgets.ts, where it is held against the SDK's attempts. */
  readonly timeout: DurationMs;
  /** Megabytes; the CPU share comes with them. */
  readonly memorySize: number;
  /** How long its log is kept. */
  readonly logRetentionDays: number;
  /** Encrypts its log; without it a key of CloudWatch Logs does. */
  readonly key?: IKey;
  /** How many may run at once. */
  readonly concurrency: number;
  /** Whether that number is reserved in the account; if not, it is not enforced either. */
  readonly reserveConcurrency: boolean;
  /** Added to what every function gets. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Commands around bundling.
   * @default - none
   */
  readonly commandHooks?: ICommandHooks;
}

/** What all functions share: runtime, bundle, log, and a role that may write this log and nothing else. */
export class NodeFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    // Deleted with the stack: with generated names, groups that stay behind are never found again.
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.key && { encryptionKey: props.key }),
    });
    // Not the managed AWSLambdaBasicExecutionRole: it may write every log of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    super(scope, id, {
      description: props.description,
      entry: join(root, 'functions', props.service, 'index.ts'),
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.millis(props.timeout),
      memorySize: props.memorySize,
      role,
      logGroup,
      environment: {
        STACK_NAME: Stack.of(scope).stackName,
        POWERTOOLS_SERVICE_NAME: props.service,
        POWERTOOLS_METRICS_NAMESPACE: metricNamespace,
        ...props.environment,
      },
      bundling: { ...bundling, ...(props.commandHooks && { commandHooks: props.commandHooks }) },
      ...(props.reserveConcurrency && { reservedConcurrentExecutions: props.concurrency }),
    });
  }
}
