import type { Proof } from '../evidence/verdict.ts';
import type { Severity } from '../guardrail/guardrail.ts';
import type { GroupKey } from '../rollup/series.ts';
import { type EpochMinute, startOf } from '../units.ts';

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
  /** Where the last recovery of a member began: what lies between is how long the trouble lasted. */
  readonly calmSince?: EpochMinute;
  readonly peak: Peak;
  /** Of the last notification; with the id it is the key by which a receiver drops a repeated one. */
  readonly sequence: number;
}

export interface Peak {
  readonly group: GroupKey;
  readonly proof: Proof;
}

/** `payment-failures-20260302T0917Z`: from the guardrail and the minute, so that a replay gives the same ids. */
export const incidentId = (guardrail: string, openedAt: EpochMinute): string =>
  `${guardrail}-${new Date(startOf(openedAt)).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
