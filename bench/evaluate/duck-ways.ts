import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { fingerprintOf } from '../../shared/core/segment/fingerprint.ts';
import { type Answer, attributes } from './answer.ts';
import type { Appender, Connection } from './duck-db.ts';
import type { MinuteOfBatches } from './payments.ts';

/** Of what the questions ask; the rest of a payment lies in columns that they never touch. */
const texts = ['source', 'outcome', ...attributes] as const;

/** Loads payments as they are: ids and text. */
export const loadDuckDb = async (connection: Connection, minutes: Iterable<MinuteOfBatches>): Promise<void> => {
  const columns = texts.map((name) => `"${name}" VARCHAR`).join(', ');
  await connection.run(
    `CREATE TABLE text (batch INTEGER, minute INTEGER, fingerprint UBIGINT, id VARCHAR, latency INTEGER, ${columns})`,
  );
  const appender = await connection.createAppender('text');
  let number = 0;
  for (const { minute, batches } of minutes)
    for (const batch of batches) {
      number++;
      for (const event of batch) appendPayment(appender, number, minute, event);
    }
  appender.closeSync();
  // The same with types of few bytes, and an identity of eight.
  for (const name of texts)
    await connection.run(`CREATE TYPE ${name}_enum AS ENUM (SELECT DISTINCT "${name}" FROM text)`);
  const enums = texts.map((name) => `"${name}"::${name}_enum AS "${name}"`).join(', ');
  await connection.run(`CREATE TABLE typed AS SELECT batch, minute, fingerprint, latency, ${enums} FROM text`);
};

const appendPayment = (appender: Appender, batch: number, minute: number, event: PaymentEvent): void => {
  const { high, low } = fingerprintOf(event.source, event.id);
  appender.appendInteger(batch);
  appender.appendInteger(minute);
  appender.appendUBigInt((BigInt(high) << 32n) | BigInt(low));
  appender.appendVarchar(event.id);
  if (event.latencyMs === undefined) appender.appendNull();
  else appender.appendInteger(event.latencyMs);
  appender.appendVarchar(event.source);
  appender.appendVarchar(event.outcome ?? '');
  for (const name of attributes) appender.appendVarchar(String(event.attributes[name]));
  appender.endRow();
};

export interface Way {
  readonly name: string;
  readonly ask: () => Promise<Answer>;
}

/**
 * Of nine ways to drop copies (DISTINCT ON, row_number, semi-joins and so on), of two to count and of four quantiles the
 * fastest; all in one statement takes longer. Which copy stays does not matter here: they are the same.
 */
const ask = async (connection: Connection, from: string, identity: string): Promise<Answer> => {
  const [quoted, first] = [
    attributes.map((name) => `"${name}"`),
    ['outcome', 'latency', ...attributes].map((name) => `first("${name}") AS "${name}"`),
  ];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE kept AS SELECT minute, ${first.join(', ')} FROM ${from} GROUP BY ${identity}`,
  );
  const counts = await connection.runAndReadAll(
    `SELECT minute, ${quoted.join(', ')}, count(*) FILTER (outcome IN ('failed', 'timeout')), count(*)
     FROM kept GROUP BY GROUPING SETS ((minute), ${quoted.map((name) => `(minute, ${name})`).join(', ')})`,
  );
  const rest = await connection.runAndReadAll('SELECT count(*), quantile_disc(latency, 0.95) FROM kept');
  const [events, p95] = rest.getRows()[0] ?? [];
  return { events: Number(events), counts: new Map(counts.getRows().map(entryOf)), p95: Number(p95) };
};

/** A row has the value of the attribute that it is by, and null for the others. */
const entryOf = ([minute, ...rest]: readonly unknown[]): [string, readonly [number, number]] => {
  const position = attributes.findIndex((_, index) => rest[index] !== null);
  const name = attributes[position];
  const group = name === undefined ? '' : `${name}=${String(rest[position])}`;
  return [`${String(minute)} ${group}`, [Number(rest[attributes.length]), Number(rest[attributes.length + 1])]];
};

export const fromTables = (connection: Connection): readonly Way[] => [
  {
    name: 'DuckDB, from a table in memory: enums, fingerprints',
    ask: () => ask(connection, 'typed', 'minute, fingerprint'),
  },
  { name: 'DuckDB, from a table in memory: text, ids', ask: () => ask(connection, 'text', 'minute, source, id') },
];

export interface Files extends Way {
  remove(): void;
}

/** Each batch a file, as each is a segment. They are read from the system's cache, not from a disk. */
export const fromFiles = async (connection: Connection, batches: number): Promise<Files> => {
  const folder = mkdtempSync(join(tmpdir(), 'parapet-bench-'));
  for (let batch = 1; batch <= batches; batch++)
    await connection.run(
      `COPY (SELECT * EXCLUDE (batch) FROM typed WHERE batch = ${batch}) TO '${folder}/${batch}.parquet' (FORMAT parquet, COMPRESSION zstd)`,
    );
  return {
    name: 'DuckDB, from a Parquet file for each batch',
    ask: () => ask(connection, `read_parquet('${folder}/*.parquet')`, 'minute, fingerprint'),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
};
