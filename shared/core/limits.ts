import { days, minutes } from './units.ts';

/**
 * What is accepted, in one place, each with the reason or the source of the number.
 * AWS quotas were read in November 2026.
 */
export const limits = {
  /** Bytes of a batch after base64 decoding. Lambda caps the event at 6 MB and HTTP API sends CloudEvents as base64 (x 4/3). */
  bodyBytes: 4_000_000,
  /** Brackets deep. `JSON.parse` survives a million, code that walks its result recursively does not. */
  bodyDepth: 16,
  /** A 4 MB body holds some 20 000 events of 200 bytes; the codec is tested to 25 000. */
  eventsPerBatch: 25_000,
  /** One write per minute touched: a batch over a day would be 1 440 writes. */
  minutesPerBatch: 60,
  /** Refusals told one by one; the rest is a count. */
  errorsPerResponse: 100,

  idLength: 128,
  sourceLength: 128,
  typeLength: 64,
  attributesPerEvent: 16,
  attributeNameLength: 64,
  /** UTF-8 bytes of one attribute value. */
  attributeValueBytes: 128,
  /** Ten minutes: what runs longer is a timeout, not a latency. */
  latencyMs: 600_000,

  /** Stripe, among others, redelivers for three days. */
  acceptedAge: days(3),
  acceptedAhead: minutes(5),

  /** DynamoDB refuses items over 400 KB (409 600 bytes), attribute names included. */
  segmentBytes: 350_000,
  itemBytes: 409_600,

  /** Groups of one attribute that are judged on their own, by volume over the window that is read. The rest is `(other)`. */
  groupsPerAttribute: 200,
  /**
   * Guardrails times groups. Ten thousand take 1 to 2.5 s of a core and stay within 512 MB (`npm run bench -- growth`); a tick
   * has a minute for all that it reads, judges, tells and seals.
   */
  series: 10_000,
  membersPerState: 300,
  unsentPerState: 8,
  /** SNS takes ten mails a second to one address before it suspends it, and nobody reads more than a few at once. */
  messagesPerTick: 5,

  /** SNS: 256 KiB for the message and its attributes together. */
  snsMessageBytes: 262_144,
  /** SNS: fewer than 100 characters. */
  snsSubjectLength: 99,
  /** SNS: 1 600 characters for an SMS in parts; one part of GSM-7 holds 160. */
  smsLength: 160,
} as const;
