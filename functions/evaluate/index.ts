import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoIncidents } from '../../shared/adapters/dynamodb/incidents.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { dynamoTicks } from '../../shared/adapters/dynamodb/ticks.ts';
import { snsClient } from '../../shared/adapters/sns/client.ts';
import { snsPublisher } from '../../shared/adapters/sns/publisher.ts';
import { countRaw } from '../../shared/app/count-raw.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { filePath, settingsFrom, tableName, topicArn, webAddress } from '../settings.ts';
import { readGuardrails } from './guardrails.ts';
import { evaluateHandler } from './handler.ts';
import { outsideHeartbeat } from './outside-heartbeat.ts';

const settings = settingsFrom({
  TABLE_NAME: tableName,
  TOPIC_ARN: topicArn,
  GUARDRAILS_FILE: filePath,
  HEARTBEAT_URL: webAddress.optional(),
});
const table = { client: dynamoClient(), tableName: settings.TABLE_NAME };

const segments = dynamoSegments(table);

const dependencies = {
  guardrails: readGuardrails(settings.GUARDRAILS_FILE),
  counts: countRaw(segments),
  segments,
  incidents: dynamoIncidents(table),
  ticks: dynamoTicks(table),
  publisher: snsPublisher({ client: snsClient(), topicArn: settings.TOPIC_ARN }),
  clock: systemClock,
};

export const handler = evaluateHandler(
  dependencies,
  settings.HEARTBEAT_URL === undefined ? undefined : outsideHeartbeat(settings.HEARTBEAT_URL),
);
