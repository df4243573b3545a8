import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { operation } from '@smithy/core/schema';
import { localAws } from '../../cli/local/aws-config.ts';

export interface Marshalling {
  readonly client: DynamoDBClient;
  /** What was marshalled so far. */
  readonly sent: { readonly requests: number; readonly bytes: number };
}

/**
 * A client that makes the body of a request with the SDK's own serializer and stops there. What it does besides, once a
 * request (middleware, signing, retries), is left out, to the favour of who makes many requests.
 */
export const marshallingClient = (): Marshalling => {
  const client = new DynamoDBClient(localAws('http://127.0.0.1:1'));
  const protocol = client.config.protocol as unknown as Protocol;
  const sent = { requests: 0, bytes: 0 };
  const send = async ({ schema, input }: SdkCommand): Promise<object> => {
    const [, namespace, name, traits, from, to] = schema;
    const context = { ...client.config, endpoint };
    const { body } = await protocol.serializeRequest(operation(namespace, name, traits, from, to), input, context);
    sent.requests++;
    sent.bytes += Buffer.byteLength(body);
    return {};
  };
  return { client: Object.assign(client, { send }), sent };
};

const endpoint = async () => ({ protocol: 'http:', hostname: '127.0.0.1', port: 1, path: '/' });

interface Protocol {
  serializeRequest(
    schema: ReturnType<typeof operation>,
    input: object,
    context: object,
  ): Promise<{ readonly body: string | Uint8Array }>;
}

/** What the SDK's types don't say of a command: the operation that it is, and what goes in. */
interface SdkCommand {
  readonly schema: readonly [9, ...Parameters<typeof operation>];
  readonly input: object;
}
