import { durationMs, minutes, seconds } from './core/units.ts';

/**
 * How long each step may take and how often it is tried. They stand together because they must fit into each other:
 * attempts x request < function timeout < queue visibility. The tests hold that; infra and the SDK clients read it here.
 */
export const budgets = {
  /** The SDK's default of 3 to 4 attempts with no request timeout sleeps through a Lambda timeout when DynamoDB throttles. */
  sdkAttempts: 3,
  sdkConnectTimeout: durationMs(500),
  sdkRequestTimeout: durationMs(1500),
  ingestTimeout: seconds(10),
  /** Ingest answers 503 this long before Lambda would cut it off, so that the producer hears `Retry-After` and not a 502. */
  ingestReserve: seconds(2),
  evaluateTimeout: seconds(50),
  /**
   * For how much of a tick raw events are read again to tell who and how much. When everything breaks at once the later
   * messages go without: a tick that ran out of time would tell nothing.
   */
  explainTime: seconds(15),
  /** AWS asks for six times the function timeout: a batch is then never seen twice at once. Lambda only enforces one. */
  queueVisibility: seconds(60),
  /** What two of our machines' clocks may differ by. */
  clockSkew: seconds(5),
  /** How late events may come and still be in their minute when it is sealed; what comes later has it sealed again. */
  allowedLateness: minutes(2),
  /** For how much of a tick minutes are sealed, after everything has been told. */
  sealTime: seconds(35),
  /**
   * Of a metric that is new so many minutes are filled back in a tick: four hours, six days in 36 ticks. All raw events of
   * them are read, which at 1 000 a second is some 80 000 read units, and a tick that ends early has not much to do again.
   */
  minutesFilledPerTick: 240,
  /** A minute with a segment that can't be read is not sealed for so long: the release that can read it may be on its way. */
  unreadableWait: minutes(10),
  /** A tick further ahead of the clock than this is refused: it would judge minutes that have not been. */
  tickAheadOfClock: seconds(60),
} as const;
