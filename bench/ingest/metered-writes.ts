import {
  type AttributeValue,
  type DynamoDBClient,
  type PutItemCommandInput,
  type PutItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { sizeOf } from '../item-size.ts';

/** What the items put so far cost, as the engine counts units and as DynamoDB bills bytes. */
export interface Written {
  readonly requests: number;
  readonly writeUnits: number;
  /** Of the items whole: keys and names of attributes too. */
  readonly bytes: number;
}

/** Has every PutItem of a client tell the units that it consumed, and adds them up. */
export const meterWrites = (client: DynamoDBClient): Written => {
  const written = { requests: 0, writeUnits: 0, bytes: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'PutItemCommand') return next(args);
        const input: PutItemCommandInput = { ...(args.input as PutItemCommandInput), ReturnConsumedCapacity: 'TOTAL' };
        const result = await next({ ...args, input });
        const units = (result.output as PutItemCommandOutput).ConsumedCapacity?.CapacityUnits;
        if (units === undefined) throw new Error('PutItem: expected the engine to tell consumed capacity, got none');
        written.requests++;
        written.writeUnits += units;
        written.bytes += sizeOf(input.Item as Record<string, AttributeValue>);
        return result;
      },
    { step: 'initialize', name: 'meterWrites' },
  );
  return written;
};
