import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, type HttpRoute, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { budgets } from '../../shared/budgets.ts';
import { concurrency, throttle } from '../capacity.ts';
import { grantKeyUse } from './key-access.ts';
import { NodeFunction } from './node-function.ts';
import { grantIngest } from './table-access.ts';
import type { StoreTable } from './store.ts';

const eventsPath = '/v1/events';

/** Who called, what it was answered and why: enough to find the producer behind a wave of 403s. Never a body: it holds payments. */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  caller: '$context.identity.userArn',
  requestError: '$context.error.message',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integrationErrorMessage',
  integrationLatency: '$context.integrationLatency',
  responseLatency: '$context.responseLatency',
  responseLength: '$context.responseLength',
};

export interface HttpIngestProps {
  /** Where segments are written. */
  readonly table: StoreTable;
  /** Megabytes of the function. */
  readonly memoryMb: number;
  readonly logRetentionDays: number;
  /** Encrypts the table and the logs. */
  readonly key?: IKey;
  /** Whether the cap of `ingest-http` is enforced. */
  readonly reserveConcurrency: boolean;
}

/** POST /v1/events, for producers that sign their requests. */
export class HttpIngest extends Construct {
  readonly function: NodeFunction;
  readonly route: HttpRoute;
  readonly eventsUrl: string;

  constructor(scope: Construct, id: string, props: HttpIngestProps) {
    super(scope, id);
    this.function = new NodeFunction(this, 'Function', {
      service: 'ingest-http',
      description: 'Stores batches of events that come over HTTPS',
      timeout: budgets.ingestTimeout,
      memorySize: props.memoryMb,
      logRetentionDays: props.logRetentionDays,
      concurrency: concurrency.ingestHttp,
      reserveConcurrency: props.reserveConcurrency,
      environment: { TABLE_NAME: props.table.tableName },
      ...(props.key && { key: props.key }),
    });
    grantIngest(props.table, this.function);
    grantKeyUse(props.key, this.function, 'table');

    const api = new HttpApi(this, 'Api', {
      // A label, not an identity: two stacks would both read `Api` in the console.
      apiName: Stack.of(this).stackName,
      description: 'Parapet: events in',
      createDefaultStage: false,
    });
    this.addStage(api, props);
    const [route] = api.addRoutes({
      path: eventsPath,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Integration', this.function),
      authorizer: new HttpIamAuthorizer(),
    });
    if (!route) throw new Error(`HttpApi made no route for POST ${eventsPath}`);
    this.route = route;
    this.eventsUrl = `${api.apiEndpoint}${eventsPath}`;
  }

  private addStage(httpApi: HttpApi, { logRetentionDays, key }: HttpIngestProps): void {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(key && { encryptionKey: key }),
    });
    new HttpStage(this, 'Stage', {
      httpApi,
      autoDeploy: true,
      throttle: { rateLimit: throttle.requestsPerSecond, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }
}
