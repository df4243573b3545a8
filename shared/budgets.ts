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
  /** For an answer of a service that pages people, redirects and body included. PagerDuty answers in well under one second. */
  forwardRequestTimeout: seconds(6),
  /** Reads the incidents and the secret, posts, and once more each where the secret was changed or the connection was dead. */
  forwardTimeout: seconds(60),
  /** What a delivery keeps of its time to put the message back into the queue, or aside: one call of the SDK. */
  forwardReserve: seconds(7),
  /** Six times the function timeout. Counts only where an invocation ends without a word; else the wait is set. */
  forwardVisibility: seconds(360),
  /** Between two tries of a message; doubled with each, up to the longest. */
  forwardFirstWait: seconds(5),
  forwardLongestWait: minutes(15),
  /** So many tries take three days. SQS forgets a message that is older than its retention, whatever queue waits for it. */
  forwardReceives: 300,
  /** A message older than this is checked before it is told: what it tells of may be over. Usually it comes within one minute. */
  forwardLate: seconds(90),
  /** A secret that was changed is used after this at the latest, and at once where the old one is refused. */
  secretKept: minutes(5),
} as const;
