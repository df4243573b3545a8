import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoLateMarkers } from '../../shared/adapters/dynamodb/late-markers.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { settingsFrom, tableName } from '../settings.ts';
import { ingestStreamHandler } from './handler.ts';

const settings = settingsFrom({ TABLE_NAME: tableName });
const table = { client: dynamoClient(), tableName: settings.TABLE_NAME };

export const handler = ingestStreamHandler({
  segments: dynamoSegments(table),
  markers: dynamoLateMarkers(table),
  clock: systemClock,
});
