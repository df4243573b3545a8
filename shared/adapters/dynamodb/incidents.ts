import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Incident } from '../../core/incident/incident.ts';
import { dedupKey, type Notification } from '../../core/incident/notification.ts';
import { decodeState, encodeState, type GuardrailState } from '../../core/incident/state.ts';
import { isoText } from '../../core/message/format.ts';
import { startOf } from '../../core/units.ts';
import type { IncidentStore, SaveOutcome, StoredState } from '../../ports/incidents.ts';
import { retention } from '../../core/retention.ts';
import type { Table } from './client.ts';
import { conditionalPut, keyAttributes } from './conditional-put.ts';
import { expiresAt } from './expiry.ts';
import { asideKey, incidentKey, type Key, STATE_PARTITION, stateKey } from './keys.ts';
import { queryAll } from './query.ts';

export const dynamoIncidents = (table: Table): IncidentStore => ({
  readAll: async (): Promise<ReadonlyMap<string, StoredState>> => {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: STATE_PARTITION } },
    });
    return new Map(items.map(fromItem).map((stored) => [stored.state.guardrail, stored]));
  },

  save: async (state: GuardrailState, rev: number, writer: string): Promise<SaveOutcome> => {
    const next = rev + 1;
    const outcome = await conditionalPut(
      table,
      stateKey(state.guardrail),
      { rev: { N: String(next) }, writer: { S: writer }, state: { S: encodeState(state) } },
      rev === 0
        ? { expression: 'attribute_not_exists(pk) OR rev = :rev', values: { ':rev': { N: '0' } } }
        : { expression: 'rev = :rev', values: { ':rev': { N: String(rev) } } },
      (found) => found['writer']?.S === writer && found['rev']?.N === String(next),
    );
    return outcome.kind === 'stored'
      ? { kind: 'saved', rev: next }
      : { kind: 'conflict', found: fromItem(outcome.found) };
  },

  archive: (guardrail: string, incident: Incident): Promise<void> =>
    put(table, incidentKey(incident.openedAt, incident.id), {
      guardrail: { S: guardrail },
      incident: { S: JSON.stringify(incident) },
      ...expiresAt(startOf(incident.openedAt), retention.incident),
    }),

  setAside: (notification: Notification, reason: string): Promise<void> =>
    put(table, asideKey(isoText(notification.at), dedupKey(notification)), {
      notification: { S: JSON.stringify(notification) },
      reason: { S: reason },
      ...expiresAt(notification.at, retention.setAside),
    }),
});

const put = async (
  { client, tableName }: Table,
  key: Key,
  attributes: Record<string, AttributeValue>,
): Promise<void> => {
  await client.send(new PutItemCommand({ TableName: tableName, Item: { ...keyAttributes(key), ...attributes } }));
};

const fromItem = (item: Record<string, AttributeValue>): StoredState => {
  const guardrail = item['sk']?.S ?? '';
  return { state: decodeState(guardrail, item['state']?.S ?? ''), rev: Number(item['rev']?.N ?? 0) };
};
