import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '../../cli/local/dynamodb.ts';
import { localAws } from '../../cli/local/aws-config.ts';
import { dynamoClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import { readBatch } from '../../shared/core/event/batch.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { itemOf, readWithZod } from './item-per-event.ts';
import { meterWrites, type Written } from './metered-writes.ts';
import { batchesOf, bodyOf, NOW } from './payments.ts';

/** What one way to store payments costs. */
export interface StoredCost {
  readonly bytesPerEvent: number;
  readonly unitsPerThousand: number;
  readonly requestsPerBatch: number;
}

type Store = (body: string) => Promise<unknown>;

/** Stores so many batches of a size in an embedded engine of their own, and reads off what that consumed. */
export const storedCost = async (how: 'segments' | 'items', size: number, batches: number): Promise<StoredCost> => {
  const engine = await startDynamoDb({ tableName: 'bench' });
  const client = dynamoClient(localAws(engine.endpoint));
  try {
    const written = meterWrites(client);
    const segments = dynamoSegments({ client, tableName: engine.tableName });
    const store: Store =
      how === 'segments'
        ? async (body) => {
            const batch = readBatch(body, 'batch', NOW);
            if (!batch.ok || batch.events.length !== size) throw new Error('expected every event to be taken');
            const { failures } = await segments.put(encodeBatch(batch.events).segments);
            if (failures.length > 0) throw new AggregateError(failures, 'expected every segment to be stored');
          }
        : async (body) => {
            for (const event of readWithZod(body, 'compiled'))
              await client.send(new PutItemCommand({ TableName: engine.tableName, Item: itemOf(event) }));
          };
    for (const batch of batchesOf(size, batches)) await store(bodyOf(batch));
    return costOf(written, size, batches);
  } finally {
    client.destroy();
    await engine.stop();
  }
};

const costOf = ({ bytes, writeUnits, requests }: Written, size: number, batches: number): StoredCost => ({
  bytesPerEvent: bytes / (size * batches),
  unitsPerThousand: (writeUnits * 1000) / (size * batches),
  requestsPerBatch: requests / batches,
});
