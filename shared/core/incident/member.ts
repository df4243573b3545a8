import type { Proof } from '../evidence/verdict.ts';
import type { Severity } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import type { EpochMinute } from '../units.ts';

/**
 * What is remembered of one member of a guardrail: the whole, or one group. A member that was never in breach, or long
 * ago, is not remembered at all. All times are minutes named by the tick, never ticks counted.
 */
export type Member = OkMember | PendingMember | FiringMember | RecoveringMember | StaleMember;

/** Recovered a while ago. Windows must not reach behind `horizon`, where the old incident lies. */
export interface OkMember {
  readonly status: 'ok';
  readonly horizon: EpochMinute;
}

/** In breach once; a second look decides. Of a plain comparison: not yet for long enough. */
export interface PendingMember {
  readonly status: 'pending';
  readonly since: EpochMinute;
  readonly horizon?: EpochMinute;
  readonly held?: readonly Hold[];
}

/** What every member that keeps an incident open has. */
interface Broken {
  readonly severity: Severity;
  /** Where the window began that proved the breach. */
  readonly since: EpochMinute;
  readonly peak: Proof;
}

export interface FiringMember extends Broken {
  readonly status: 'firing';
  /** From when on the worse levels were proven not to be broken, while a milder one still is. */
  readonly milderSince?: EpochMinute;
  readonly horizon?: EpochMinute;
  readonly held?: readonly Hold[];
}

/** Clear, but not for long enough, or not proven over all that was seen since. */
export interface RecoveringMember extends Broken {
  readonly status: 'recovering';
  /** Where the window began that proved the clear. */
  readonly horizon: EpochMinute;
  readonly declaredAt: EpochMinute;
}

/** Its events stopped while it was firing or recovering. That is no recovery: nobody knows how it is. */
export interface StaleMember extends Broken {
  readonly status: 'stale';
  readonly staleSince: EpochMinute;
  readonly horizon?: EpochMinute;
}

/** One level of a plain comparison: Prometheus keeps an alert of its own for each. */
export interface Hold {
  readonly severity: Severity;
  readonly activeAt: EpochMinute;
  readonly firing: boolean;
  /** The first clean comparison since; a broken one takes it away. */
  readonly keptSince?: EpochMinute;
}

export type ActiveMember = FiringMember | RecoveringMember | StaleMember;

/** Whether a member keeps an incident open. */
export const isActive = (member: Member | undefined): member is ActiveMember =>
  member?.status === 'firing' || member?.status === 'recovering' || member?.status === 'stale';

/** The groups that keep an incident open: they must not vanish into `(other)` while they are broken. */
export const activeGroups = (members: ReadonlyMap<GroupKey, Member>): ReadonlySet<GroupKey> =>
  new Set([...members].filter(([, member]) => isActive(member)).map(([group]) => group));
