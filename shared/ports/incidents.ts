import type { Incident } from '../core/incident/incident.ts';
import type { Notification } from '../core/incident/notification.ts';
import type { GuardrailState } from '../core/incident/state.ts';

/** A state as it lies in the store. Every write names its writer and the revision it replaces. */
export interface StoredState {
  readonly state: GuardrailState;
  /** 0 for a state that was never saved. */
  readonly rev: number;
}

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly rev: number }
  /** Somebody else wrote in between. `found` is what lies there now. */
  | { readonly kind: 'conflict'; readonly found: StoredState };

/** What is remembered of the guardrails: their states with outboxes, the archive of incidents, and what could not be sent. */
export interface IncidentStore {
  /** Every state, strongly consistent; throws rather than answer with a part. */
  readAll(): Promise<ReadonlyMap<string, StoredState>>;

  /**
   * Saves a state as the next revision if `rev` is still the stored one. A write that is repeated after its answer got
   * lost finds its own revision there and counts as saved.
   */
  save(state: GuardrailState, rev: number, writer: string): Promise<SaveOutcome>;

  /** Keeps a closed incident; doing it again changes nothing. */
  archive(guardrail: string, incident: Incident): Promise<void>;

  /** Keeps a notification that SNS refused in both forms, for a person to look at. */
  setAside(notification: Notification, reason: string): Promise<void>;
}
