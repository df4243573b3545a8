/**
 * How much of the account's Lambda concurrency each function may take at once. They stand together because the account
 * must have at least their sum plus 100 (the usual quota is 1 000; new accounts have 10, see `reserved` in settings.ts).
 */
export const concurrency = {
  /** One: two ticks at once would only lose against each other. As a reservation it also keeps a place that no flood can take. */
  evaluate: 1,
  /** 5 x 10 messages of 500 events in half a second are 50 000 events/s, more than the table takes. Two is the least SQS allows. */
  ingestQueue: 5,
  /** The table guarantees some 80 batches of 500 events/s, which need fewer than 10 at once. The rest is for producers that send small batches. */
  ingestHttp: 50,
} as const;

/**
 * What the HTTP API lets through. Beyond it producers hear 429 and try again later. Without it Lambda at its cap would
 * answer with a 5xx, which reads as an outage of ours, and one producer in a loop could use up the 10 000 requests/s that
 * all APIs of the account share.
 */
export const throttle = {
  /** 50 at once and 100 ms each. */
  requestsPerSecond: 500,
  /** No more at once than Lambda would take. */
  burst: concurrency.ingestHttp,
} as const;

/**
 * Below 1 769 MB a function has only part of a CPU. The largest body, 4 MB with 18 000 events, costs an input 0.3 s of a
 * whole CPU and 260 MB; with 30 % of one it is done in little more than a second of its ten. The evaluator computes for
 * most of its time, on one thread: a whole CPU, and more memory would buy a second one that sits idle.
 */
export const memoryMb = { ingest: 512, evaluate: 1769 } as const;
