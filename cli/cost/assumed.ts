import { days, minutes, seconds } from '../../shared/core/units.ts';

/**
 * What nothing in the code says and no test can measure, each with its reason. Milliseconds are those that
 * `node scripts/cost-measured.ts times` printed on one machine, rounded up, and what is waited for in between.
 */
export const assumed = {
  /** The default of infra; test/cli/cost holds it against infra/capacity.ts. Megabytes. */
  memoryMb: { ingest: 512, evaluate: 1769 },
  /** So much memory comes with a whole processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  megabytesPerProcessor: 1769,

  /** Of a whole processor but `waitMs`, which is one round of writes. Printed were 0.7 ms and 0.01 ms an event, without the wire. */
  ingest: { waitMs: 12, cpuMs: 3, cpuMsPerEvent: 0.012 },
  /** Printed were 45 ms for 1,300 rollups and 240,000 events less than 0.25 s. Reads come one after the other in some dozen rounds. */
  evaluate: { waitMs: 400, cpuMs: 60, cpuMsPerRollup: 0.03, cpuMsPerEvent: 0.001 },

  /**
   * Late events are of so many minutes ago: their minute is sealed again, and its hour mostly need not be. All that come in
   * one minute are of so many minutes at most.
   */
  late: { byMinutes: 7, mostMinutes: 12 },

  /** Pollers of a mapping between queue and Lambda that waits: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
  idlePollers: { count: 5, wait: seconds(20) },
  /** A shard is asked once a second, and takes a megabyte and a thousand records in that time. */
  shard: { bytesPerSecond: 1_000_000, recordsPerSecond: 1_000 },

  /** What a stack lets in: requests by its API, write units by the four partitions of an hour's segments. */
  most: { requestsPerSecond: 500, writeUnitsPerSecond: 4_000 },

  /** Beside what we log: START, END and REPORT of each invocation, and a line for each request to the API. */
  lambdaLogBytes: 350,
  accessLogBytes: 600,
  /** CloudWatch keeps logs compressed. */
  logCompression: 0.15,
  logsKept: days(30),

  /** DynamoDB counts so much more for each item that it stores: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
  storedItemOverhead: 100,
  /** Items lie there for so long after they have expired: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
  expiryDelay: days(2),
  /** Of a guardrail that has had an incident. */
  stateBytes: 400,

  /** Ten a day, each to one address. */
  messagesPerMonth: 300,

  /** A key of DynamoDB or SQS is asked for again after five minutes, by each of those who use it. */
  keys: { reuse: minutes(5), users: 5 },
} as const;

/** What an item per event would have of ours: as long as an event may be late, and five minutes are read each minute. */
export const itemPerEvent = { kept: days(7), windowMinutes: 5 } as const;
