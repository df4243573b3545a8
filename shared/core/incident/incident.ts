import type { Proof } from '../evidence/verdict.ts';
import type { Severity } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import { type EpochMinute, startOf } from '../units.ts';
import type { NotificationReason } from './notification.ts';

/** One trouble of one guardrail, from the first member that fires to the last that has recovered. */
export interface Incident {
  /** The same from open to close, and over reopenings. */
  readonly id: string;
  readonly status: 'open' | 'resolved';
  /** Of the worst member that is firing now. */
  readonly severity: Severity;
  /** Where the window began that proved the first breach. */
  readonly since: EpochMinute;
  /** The tick that opened it. */
  readonly openedAt: EpochMinute;
  readonly resolvedAt?: EpochMinute;
  /** How it ended, if not by proof. */
  readonly ending?: Ending;
  /** Where the last recovery of a member began: what lies between is how long the trouble lasted. */
  readonly calmSince?: EpochMinute;
  readonly peak: Peak;
  /** Of the last notification; with the id it is the key by which a receiver drops a repeated one. */
  readonly sequence: number;
  /** Every group that has fired, in the order in which they did, at most {@link GROUPS_REMEMBERED}. */
  readonly groups: readonly GroupKey[];
  /** When it was reopened, of the last three hours. */
  readonly reopenings: readonly EpochMinute[];
  /** From when on it is known to flap: then only worse news is told. */
  readonly flappingSince?: EpochMinute;
  /** When its rule last changed while it was open. */
  readonly ruleChangedAt?: EpochMinute;
  readonly told: Told;
  /** What silences held back, oldest first, at most {@link HIDDEN_REMEMBERED}. */
  readonly hidden: readonly Hidden[];
  /** The silence that covered it at the last tick. */
  readonly silencedBy?: SilenceFact;
}

/** `no-traffic`: no events for a day. The rule was removed, or changed so that nothing of it is judged any more. */
export type Ending = 'no-traffic' | 'rule-removed' | 'rule-changed';

export const GROUPS_REMEMBERED = 100;
export const HIDDEN_REMEMBERED = 20;

/** What people have been told of an incident: a message goes out where that is no longer how things are. */
export interface Told {
  readonly status: 'nothing' | 'firing' | 'stale' | 'resolved';
  /** The worst they know of since it opened or was reopened. */
  readonly severity?: Severity;
  /** Groups that they know to be broken, or that were found to be explained by those. */
  readonly groups: readonly GroupKey[];
  /** Of the last message. */
  readonly at?: EpochMinute;
  /** That its events had stopped was said once. */
  readonly stale: boolean;
}

export const toldNothing: Told = { status: 'nothing', groups: [], stale: false };

/** A message that a silence held back. */
export interface Hidden {
  readonly reason: NotificationReason;
  readonly severity: Severity;
  readonly at: EpochMinute;
}

export interface SilenceFact {
  readonly id: string;
  readonly by: string;
  readonly why: string;
  readonly until: EpochMinute;
}

export interface Peak {
  readonly group: GroupKey;
  readonly proof: Proof;
}

/** `payment-failures-20260302T0917Z`: from the guardrail and the minute, so that a replay gives the same ids. */
export const incidentId = (guardrail: string, openedAt: EpochMinute): string =>
  `${guardrail}-${new Date(startOf(openedAt)).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
