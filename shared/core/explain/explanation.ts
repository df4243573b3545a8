import type { GroupKey } from '../rollup/series.ts';
import type { EpochMinute } from '../units.ts';

/** The events that have all of one or two values, `bank=icbc` and `method=qr`, against everybody else's. */
export interface Culprit {
  readonly values: readonly GroupKey[];
  readonly bad: number;
  readonly total: number;
  /** Bad events beyond what the normal rate would have brought. */
  readonly excess: number;
  /** Log-likelihood ratio less the cost of having searched; in nats. */
  readonly score: number;
}

/** Who is behind the excess of bad events in the window that spoke. `unknown` is an answer: nothing is guessed. */
export type Explanation =
  | ({ readonly kind: 'named'; readonly culprits: readonly [Culprit, ...Culprit[]] } & Searched)
  /** Segments that hold the same bad events and can't be told apart by these. */
  | ({ readonly kind: 'tied'; readonly culprits: readonly [Culprit, Culprit, ...Culprit[]] } & Searched)
  | { readonly kind: 'unknown'; readonly reason: string };

/** What was searched. */
export interface Searched {
  readonly bad: number;
  readonly total: number;
  /** bad less total x normal. */
  readonly excess: number;
  /** The rate of bad events before the incident; undefined where too few events were there to tell. */
  readonly normal?: number;
}

/** What an incident has cost so far: events of any group that fired, each counted once. */
export interface Impact {
  /** The minutes counted: `from` to `to - 1`. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly bad: number;
  readonly total: number;
  /** Bad events beyond those that the limit allows; of a volume, events missing below it. Whole, at least 0. */
  readonly beyondLimit: number;
  /** Bad events beyond those that the time before the incident had; absent where that is not known. */
  readonly beyondNormal?: number;
  /** The value of the bad events in minor units, largest first. */
  readonly amounts: readonly { readonly currency: string; readonly amount: number }[];
  /** Distinct values of `merchant` among bad events; absent where events don't have it. */
  readonly merchants?: number;
  /** Not all minutes could be counted: every figure is at least this. */
  readonly atLeast: boolean;
}

/** What is left of the error budget of an objective: the bad events that it allows over its period, of one group. */
export interface Budget {
  readonly group: GroupKey;
  /** Counted minutes: from the hour in which the period began, or from where on the past is known. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly bad: number;
  readonly total: number;
  /** 1 - bad / (total x (1 - objective)): 1 when all of it is left, below 0 when more was spent than there was. */
  readonly left: number;
  /** When nothing is left if it goes on as in the window of the proof; missing where that is later than the period, or over already. */
  readonly goneAt?: EpochMinute;
  readonly objective: string;
  readonly days: number;
}

/** What is looked up only for a message that is to go out: in the raw events, and for a budget in the rollups. */
export interface Findings {
  readonly budget?: Budget;
  readonly who?: Explanation;
  readonly impact?: Impact;
  /** Ids of bad events, at most three. */
  readonly examples: readonly string[];
  /** Of a latency guardrail, by group: the percentile over the window of its proof, in milliseconds. */
  readonly percentiles: ReadonlyMap<GroupKey, number>;
  /** By group: what its window holds without the events of the culprits. */
  readonly remainders: ReadonlyMap<GroupKey, Remainder>;
}

export interface Remainder {
  readonly bad: number;
  readonly total: number;
}
