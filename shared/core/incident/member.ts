import type { Proof } from '../evidence/verdict.ts';
import type { Severity } from '../guardrail/guardrail.ts';
import type { EpochMinute } from '../units.ts';

/**
 * What is remembered of one member of a guardrail: the whole, or one group. A member that was never in breach, or long
 * ago, is not remembered at all. All times are minutes named by the tick, never ticks counted.
 */
export type Member = OkMember | PendingMember | FiringMember | RecoveringMember;

/** Recovered a while ago. Windows must not reach behind `horizon`, where the old incident lies. */
export interface OkMember {
  readonly status: 'ok';
  readonly horizon: EpochMinute;
}

/** In breach once; a second look decides. */
export interface PendingMember {
  readonly status: 'pending';
  readonly since: EpochMinute;
  readonly horizon?: EpochMinute;
}

export interface FiringMember {
  readonly status: 'firing';
  readonly severity: Severity;
  /** Where the window began that proved the breach. */
  readonly since: EpochMinute;
  readonly peak: Proof;
  /** From when on the worse levels were proven not to be broken, while a milder one still is. */
  readonly milderSince?: EpochMinute;
  readonly horizon?: EpochMinute;
}

/** Clear, but not for long enough, or not proven over all that was seen since. */
export interface RecoveringMember {
  readonly status: 'recovering';
  readonly severity: Severity;
  readonly since: EpochMinute;
  readonly peak: Proof;
  /** Where the window began that proved the clear. */
  readonly horizon: EpochMinute;
  readonly declaredAt: EpochMinute;
}

export type ActiveMember = FiringMember | RecoveringMember;

/** Whether a member keeps an incident open. */
export const isActive = (member: Member | undefined): member is ActiveMember =>
  member?.status === 'firing' || member?.status === 'recovering';
