import './telemetry-env.ts';
import { join } from 'node:path';
import { evaluateHandler } from '../../functions/evaluate/handler.ts';
import { ingestHttpHandler } from '../../functions/ingest-http/handler.ts';
import { ingestQueueHandler } from '../../functions/ingest-queue/handler.ts';
import { dynamoClient, type Table } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoPartHistories } from '../../shared/adapters/dynamodb/part-histories.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { snsClient } from '../../shared/adapters/sns/client.ts';
import { snsPublisher } from '../../shared/adapters/sns/publisher.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import type { TickReport } from '../../shared/app/evaluate.ts';
import { budgets } from '../../shared/budgets.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import type { EpochMs } from '../../shared/core/units.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { type Alert, receiveAlerts } from './alerts.ts';
import { localAws } from './aws-config.ts';
import { startDynamoDb } from './dynamodb.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { startHttpApi } from './http-api.ts';
import { invoke } from './lambda.ts';
import { startMessaging } from './messaging.ts';
import { started, type Started } from './stop-all.ts';

const tableName = 'parapet';

export interface LocalSystemOptions {
  readonly clock: Clock;
  readonly guardrails: readonly Guardrail[];
  /** Planned in the rules. */
  readonly silences?: readonly Silence[];
  /** Kept here across restarts; in memory without it. */
  readonly dataDir?: string;
  /** Of the events API, and one more for the queue; any free ones without it. */
  readonly port?: number;
  readonly onAlert?: (alert: Alert) => void;
  /** What was thrown where a caller only hears 500, or a queue only sees its message come back. */
  readonly onError?: (error: unknown) => void;
}

export interface LocalSystem {
  readonly eventsUrl: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Where the events and states lie. */
  readonly table: Table;
  /** Of DynamoDB, for other processes on this machine. */
  readonly databaseEndpoint: string;
  /** Every alert so far. */
  readonly alerts: readonly Alert[];
  /** Puts a batch into the queue. */
  sendToQueue(body: string): Promise<void>;
  /** Handles what is in the queue; returns how many messages. */
  drainQueue(): Promise<number>;
  /** Handles what comes into the queue, until the system stops. */
  pollQueue(): void;
  /** What the schedule does each minute. When it returns, its alerts have been received. */
  tick(scheduledTime: EpochMs): Promise<TickReport>;
  stop(): Promise<void>;
}

/** The whole of Parapet in this process: embedded engines, the deployed handlers on the real SDK clients, AWS's event shapes between them. */
export const startLocalSystem = async (options: LocalSystemOptions): Promise<LocalSystem> => {
  const parts = started();
  try {
    return await compose(options, parts);
  } catch (error) {
    await parts.stopAll().catch(() => undefined);
    throw error;
  }
};

const compose = async (options: LocalSystemOptions, parts: Started): Promise<LocalSystem> => {
  const { clock, guardrails, silences = [], dataDir, port = 0, onAlert, onError = () => undefined } = options;
  const folder = (name: string) => (dataDir === undefined ? {} : { dataDir: join(dataDir, name) });

  const database = await startDynamoDb({ tableName, ...folder('dynamodb') });
  parts.add(() => database.stop());
  const messaging = await startMessaging({ ...folder('messaging'), port: port === 0 ? 0 : port + 1 });
  parts.add(() => messaging.stop());

  const client = dynamoClient(localAws(database.endpoint));
  parts.add(() => client.destroy());
  const sns = snsClient(localAws(messaging.endpoint));
  parts.add(() => sns.destroy());

  const ingest = {
    segments: dynamoSegments({ client, tableName }),
    markers: dynamoLateMarkers({ client, tableName }),
    clock,
  };
  const rollups = dynamoRollups({ client, tableName });
  const evaluate = {
    ...ingest,
    guardrails,
    plannedSilences: silences,
    silences: dynamoSilences({ client, tableName }),
    counts: countRolled({ segments: ingest.segments, rollups }),
    rollups,
    histories: dynamoPartHistories({ client, tableName }),
    incidents: dynamoIncidents({ client, tableName }),
    ticks: dynamoTicks({ client, tableName }),
    publisher: snsPublisher({ client: sns, topicArn: messaging.topicArn }),
  };
  const ingestHttp = { name: 'ingest-http', timeout: budgets.ingestTimeout, handler: ingestHttpHandler(ingest) };
  const ingestQueue = { name: 'ingest-queue', timeout: budgets.ingestTimeout, handler: ingestQueueHandler(ingest) };
  const evaluator = { name: 'evaluate', timeout: budgets.evaluateTimeout, handler: evaluateHandler(evaluate) };

  const http = await startHttpApi({
    routes: new Map([['POST /v1/events', ingestHttp]]),
    clock,
    port,
    onError,
  });
  parts.add(() => http.stop());
  const mapping = eventSourceMapping({ sqs: messaging.sqs, queue: messaging.events, fn: ingestQueue, onError });
  parts.add(() => mapping.stop());

  const alerts: Alert[] = [];
  return {
    eventsUrl: `${http.url}/v1/events`,
    queueUrl: messaging.events.url,
    deadLetterQueueUrl: messaging.deadLetters.url,
    table: { client, tableName },
    databaseEndpoint: database.endpoint,
    alerts,
    sendToQueue: (body) => messaging.send(body),
    drainQueue: () => mapping.drain(),
    pollQueue: () => mapping.start(),
    tick: async (scheduledTime) => {
      const report = await invoke(evaluator, { scheduledTime: schedulerTime(scheduledTime) });
      for (const alert of await receiveAlerts(messaging)) {
        alerts.push(alert);
        onAlert?.(alert);
      }
      return report;
    },
    stop: () => parts.stopAll(),
  };
};

/** `2026-03-02T09:00:00Z`: what EventBridge Scheduler puts for `<aws.scheduler.scheduled-time>`. */
const schedulerTime = (time: EpochMs): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
