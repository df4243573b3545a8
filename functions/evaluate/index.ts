import * as z from 'zod/mini';
import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoPartHistories } from '../../shared/adapters/dynamodb/part-histories.ts';
import { dynamoRollups } from '../../shared/adapters/dynamodb/rollups.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { snsClient } from '../../shared/adapters/sns/client.ts';
import { snsPublisher } from '../../shared/adapters/sns/publisher.ts';
import { snsSubscriptions } from '../../shared/adapters/sns/subscriptions.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { filePath, settingsFrom, stackName, tableName, topicArn, webAddress } from '../settings.ts';
import { readRules } from './guardrails.ts';
import { evaluateHandler } from './handler.ts';
import { outsideHeartbeat } from './outside-heartbeat.ts';
import { subscriptionWatch } from './subscription-watch.ts';

const settings = settingsFrom({
  TABLE_NAME: tableName,
  TOPIC_ARN: topicArn,
  GUARDRAILS_FILE: filePath,
  STACK_NAME: stackName,
  HEARTBEAT_URL: z.optional(webAddress),
  GUARDRAIL_METRICS: z.optional(z.enum(['on', 'off'])),
  EXPECTED_SUBSCRIPTIONS: z.optional(z.coerce.number().check(z.int(), z.minimum(0))),
});
const table = { client: dynamoClient(), tableName: settings.TABLE_NAME };
const topic = { client: snsClient(), topicArn: settings.TOPIC_ARN };

const segments = dynamoSegments(table);
const rollups = dynamoRollups(table);
const rules = readRules(settings.GUARDRAILS_FILE);

const dependencies = {
  guardrails: rules.guardrails,
  plannedSilences: rules.silences,
  silences: dynamoSilences(table),
  counts: countRolled({ segments, rollups }),
  segments,
  rollups,
  histories: dynamoPartHistories(table),
  markers: dynamoLateMarkers(table),
  incidents: dynamoIncidents(table),
  ticks: dynamoTicks(table),
  publisher: snsPublisher({ ...topic, stackName: settings.STACK_NAME }),
  clock: systemClock,
};

const { HEARTBEAT_URL: heartbeatUrl, EXPECTED_SUBSCRIPTIONS: expected } = settings;

export const handler = evaluateHandler(dependencies, {
  drawsGuardrails: settings.GUARDRAIL_METRICS === 'on',
  ...(heartbeatUrl === undefined ? undefined : { beat: outsideHeartbeat(heartbeatUrl) }),
  ...(expected === undefined
    ? undefined
    : { watchSubscriptions: subscriptionWatch(snsSubscriptions(topic), expected) }),
});
