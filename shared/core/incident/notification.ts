import type { Proof } from '../evidence/verdict.ts';
import type { Guardrail, Severity } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import type { EpochMinute, EpochMs } from '../units.ts';
import type { Peak } from './incident.ts';

export type NotificationReason = 'opened' | 'reopened' | 'escalated' | 'de-escalated' | 'resolved';

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
  readonly guardrail: Pick<Guardrail, 'id' | 'name' | 'kind' | 'description' | 'owner' | 'runbook' | 'percentile'>;
  readonly since: EpochMinute;
  readonly openedAt: EpochMinute;
  /** On a resolution: where the trouble ended. */
  readonly until?: EpochMinute;
  readonly peak: Peak;
  /** Firing members, worst first, at most {@link MEMBERS_TOLD}; on a resolution what the peak's group does now. */
  readonly members: readonly MemberFact[];
  /** Firing members that found no place in `members`. */
  readonly moreMembers: number;
  /** Older notifications that were never sent and that this one stands for. */
  readonly merged: number;
}

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
