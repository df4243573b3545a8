import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { dynamoClient, type Table } from '../../shared/adapters/dynamodb/client.ts';
import { localAws } from '../local/aws-config.ts';
import { announced } from '../local/running.ts';
import { UsageError } from '../run-program.ts';
import { findStack } from './stack.ts';

/** Which Parapet is meant: a stack, a table, or else the one that runs on this machine. */
export interface Where {
  /** By name; `true` is the only one there is. */
  readonly stack?: string | true;
  readonly table?: string;
  readonly region?: string;
  readonly data?: string;
}

export interface Place {
  readonly table: Table;
  /** The guardrails that run there, where the place itself knows them. */
  readonly guardrails?: readonly string[];
  /** What must be said again to mean this place: ` --stack Parapet`. */
  readonly options: string;
}

/** Does something with the table of a place, and closes the connection whatever comes of it. */
export const atPlace = async <Result>(where: Where, act: (place: Place) => Promise<Result>): Promise<Result> => {
  const place = await find(where);
  try {
    return await act(place);
  } catch (error) {
    if (where.stack === undefined && where.table === undefined && isRefused(error)) throw notRunning(where);
    if (!(error instanceof DynamoDBServiceException)) throw error;
    throw new Error(`The table ${place.table.tableName} could not be read or written${hint(error)}`, { cause: error });
  } finally {
    place.table.client.destroy();
  }
};

const find = async ({ stack, table, region, data }: Where): Promise<Place> => {
  if (stack !== undefined && table !== undefined) throw new UsageError('Expected --stack or --table, got both');
  const onAws = (tableName: string, options: string): Place => ({
    table: { client: dynamoClient(region === undefined ? {} : { region }), tableName },
    options: `${options}${region === undefined ? '' : ` --region ${region}`}`,
  });
  if (stack !== undefined) {
    const { name, output } = await findStack({ stack, region });
    return onAws(output('TableName'), ` --stack ${name}`);
  }
  if (table !== undefined) return onAws(table, ` --table ${table}`);
  const running = await announced(data ?? defaultDataDir);
  if (running === undefined) throw notRunning({ data });
  return {
    table: { client: dynamoClient(localAws(running.databaseEndpoint)), tableName: running.tableName },
    guardrails: running.guardrails,
    options: data === undefined ? '' : ` --data ${data}`,
  };
};

/** Where npm start keeps its data, if nobody says otherwise. */
const defaultDataDir = '.parapet';

const notRunning = ({ data = defaultDataDir }: { readonly data?: string | undefined }): Error =>
  new Error(
    `No system runs on this machine with the data directory ${data}. Start it with npm start, or say which one is meant with --stack <name>`,
  );

const hint = ({ name }: DynamoDBServiceException): string =>
  name === 'AccessDeniedException'
    ? '; expected a role that has the policy OperatorPolicyArn, an output of the stack'
    : '';

/** Nobody listens at the address: the process that left word of it was killed. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
