/** The part of @duckdb/node-api that is used here. */
export interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  createAppender(table: string): Promise<Appender>;
  closeSync(): void;
}

export interface Appender {
  appendInteger(value: number): void;
  appendUBigInt(value: bigint): void;
  appendVarchar(value: string): void;
  appendNull(): void;
  endRow(): void;
  closeSync(): void;
}

interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }>;
  };
}

export const DUCKDB = '@duckdb/node-api';
/** Of which the figures are. Tens of MB of binaries, so that it is no dependency: who runs the bench installs it. */
export const DUCKDB_VERSION = '1.5.6-r.1';

/** An empty database in memory, on one thread; undefined where DuckDB is not installed. */
export const connectDuckDb = async (): Promise<Connection | undefined> => {
  const duckDb = await found();
  if (duckDb === undefined) return undefined;
  const instance = await duckDb.DuckDBInstance.create(':memory:', { threads: '1' });
  return instance.connect();
};

const found = async (): Promise<DuckDb | undefined> => {
  // By a variable: the compiler would look for a package that is not there.
  const name: string = DUCKDB;
  try {
    return (await import(name)) as DuckDb;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};
