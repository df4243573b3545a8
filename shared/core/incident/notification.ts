import type { Proof } from '../evidence/verdict.ts';
import type { Budget, Explanation, Impact } from '../explain/explanation.ts';
import type { Guardrail, Severity } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import type { EpochMinute, EpochMs } from '../units.ts';
import type { Ending, Hidden, Peak, SilenceFact } from './incident.ts';

export const notificationReasons = [
  'opened',
  'reopened',
  'escalated',
  'spread',
  'de-escalated',
  'reminder',
  'stale',
  'resumed',
  'resolved',
  'closed',
  'flapping',
] as const;
export type NotificationReason = (typeof notificationReasons)[number];

/** Reasons that say that it is over: `resolved` by proof, `closed` for any other reason. */
export const isEnd = (reason: NotificationReason): boolean => reason === 'resolved' || reason === 'closed';

/**
 * The facts of one message, saved with the state and rendered when it is published: a release that words messages
 * better words those that are still waiting better too.
 */
export interface Notification {
  readonly incident: string;
  readonly sequence: number;
  readonly reason: NotificationReason;
  readonly severity: Severity;
  /** Scheduled time of the tick that decided it. */
  readonly at: EpochMs;
  readonly guardrail: Described;
  readonly since: EpochMinute;
  readonly openedAt: EpochMinute;
  /** On a resolution: where the trouble ended. */
  readonly until?: EpochMinute;
  /** On `closed`: why, if it was not resolved by proof while a silence hid it. */
  readonly ending?: Ending;
  readonly peak: Peak;
  /** Firing members, worst first, at most {@link MEMBERS_TOLD}; on an end what the peak's group does now. */
  readonly members: readonly MemberFact[];
  /** Firing members that found no place in `members`. */
  readonly moreMembers: number;
  /** On `spread`: the groups that are new. */
  readonly spreadTo?: readonly GroupKey[];
  /** On an end: the groups that had been broken, at most {@link MEMBERS_TOLD}. */
  readonly groups?: readonly GroupKey[];
  /** On `stale`: the groups without events, and since when. */
  readonly stale?: { readonly since: EpochMinute; readonly groups: readonly GroupKey[] };
  /** On `flapping` and what follows it: how often it was reopened in the last three hours. */
  readonly reopenings?: number;
  readonly ruleChangedAt?: EpochMinute;
  /** What silences held back so far, and on the first message after one, which. */
  readonly hidden: readonly Hidden[];
  readonly silence?: SilenceFact;
  readonly who?: Explanation;
  readonly impact?: Impact;
  /** Of an objective: what is left of its error budget, of the group of the first line. */
  readonly budget?: Budget;
  readonly examples?: readonly string[];
  /** Older notifications of this incident that were never acknowledged and that this one stands for. */
  readonly merged: number;
}

/** What a message says of its rule. */
export type Described = Pick<Guardrail, 'id' | 'name' | 'kind' | 'description' | 'owner' | 'runbook' | 'percentile'> & {
  /** What is counted instead of events. */
  readonly countBy?: string;
};

export interface MemberFact {
  readonly group: GroupKey;
  readonly severity: Severity;
  readonly proof: Proof;
  /** Of a latency guardrail: the percentile itself over the window of the proof, in milliseconds. */
  readonly percentileMs?: number;
}

export const MEMBERS_TOLD = 10;

/** By this a receiver knows a repeated message: the same decision is the same key, another decision another. */
export const dedupKey = ({ incident, sequence }: Pick<Notification, 'incident' | 'sequence'>): string =>
  `${incident}#${sequence}`;
