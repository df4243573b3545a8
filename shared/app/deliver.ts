import { dedupKey, type Notification } from '../core/incident/notification.ts';
import type { GuardrailState } from '../core/incident/state.ts';
import { minimalMessage, renderMessage } from '../core/message/render.ts';
import type { Origin, RenderedMessage } from '../core/message/rendered.ts';
import type { EpochMs } from '../core/units.ts';
import type { IncidentStore, StoredState } from '../ports/incidents.ts';
import type { Publisher } from '../ports/publisher.ts';

/** An acknowledgement that keeps meeting other writers is left to the next tick: the message is then sent once more. */
const ACKNOWLEDGE_ATTEMPTS = 3;

export interface DeliveryTotals {
  readonly sent: number;
  /** Refused in both forms, kept for a person to look at. */
  readonly setAside: number;
  /** Still waiting since SNS could not be reached; the next tick sends them. */
  readonly unsent: number;
  readonly deliveryError?: unknown;
}

/**
 * Takes notifications from outboxes to SNS: publish first, acknowledge after, so that a crash between the two repeats a
 * message under the same key and never loses one.
 */
export class Delivery {
  readonly #incidents: IncidentStore;
  readonly #publisher: Publisher;
  readonly #writer: string;
  /** Once SNS can't be reached the rest waits for the next tick: trying each in turn would eat the time for judging. */
  #error: unknown;
  #sent = 0;
  #setAside = 0;
  readonly #unsent = new Set<string>();

  constructor(
    { incidents, publisher }: { readonly incidents: IncidentStore; readonly publisher: Publisher },
    writer: string,
  ) {
    this.#incidents = incidents;
    this.#publisher = publisher;
    this.#writer = writer;
  }

  get totals(): DeliveryTotals {
    return {
      sent: this.#sent,
      setAside: this.#setAside,
      unsent: this.#unsent.size,
      ...(this.#error === undefined ? undefined : { deliveryError: this.#error }),
    };
  }

  /** Sends what ticks before `tick` left unsent. What an evaluator of the same tick has just saved is its own to send. */
  async sendUnsent(states: ReadonlyMap<string, StoredState>, tick: EpochMs): Promise<ReadonlyMap<string, StoredState>> {
    const after = new Map<string, StoredState>();
    for (const [guardrail, stored] of states) after.set(guardrail, await this.send(stored, ({ at }) => at < tick));
    return after;
  }

  /** Sends the outbox of a state, oldest first; answers the state as it is stored then. */
  async send(stored: StoredState, due: (notification: Notification) => boolean = () => true): Promise<StoredState> {
    let current = stored;
    for (const notification of stored.state.outbox.filter(due)) {
      if (this.#error !== undefined || !(await this.#deliver(notification))) this.#unsent.add(dedupKey(notification));
      else current = await this.#acknowledge(current, notification);
    }
    return current;
  }

  /** True when the notification needs no further sending. */
  async #deliver(notification: Notification): Promise<boolean> {
    const { origin } = this.#publisher;
    try {
      const full = await this.#publisher.publish(renderOr(minimalMessage, notification, origin));
      // What SNS will not take in full it may take in short: a person who learns little is better off than one who learns nothing.
      const outcome = full.kind === 'sent' ? full : await this.#publisher.publish(minimalMessage(notification, origin));
      if (outcome.kind === 'sent') {
        this.#sent++;
        return true;
      }
      await this.#incidents.setAside(notification, outcome.reason);
      this.#setAside++;
      return true;
    } catch (error) {
      this.#error = error;
      return false;
    }
  }

  async #acknowledge(stored: StoredState, notification: Notification): Promise<StoredState> {
    let current = stored;
    for (let attempt = 0; attempt < ACKNOWLEDGE_ATTEMPTS; attempt++) {
      const state = without(current.state, notification);
      if (state === undefined) return current;
      const outcome = await this.#incidents.save(state, current.rev, this.#writer);
      if (outcome.kind === 'saved') return { state, rev: outcome.rev };
      current = outcome.found;
    }
    return current;
  }
}

const without = (state: GuardrailState, notification: Notification): GuardrailState | undefined => {
  const key = dedupKey(notification);
  const outbox = state.outbox.filter((waiting) => dedupKey(waiting) !== key);
  return outbox.length === state.outbox.length ? undefined : { ...state, outbox };
};

/** A fault in wording one message must not hold up all that wait behind it. */
const renderOr = (fallback: typeof minimalMessage, notification: Notification, origin: Origin): RenderedMessage => {
  try {
    return renderMessage(notification, origin);
  } catch {
    return fallback(notification, origin);
  }
};
