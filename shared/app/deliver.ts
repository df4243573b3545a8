import { dedupKey, isEnd, type Notification } from '../core/incident/notification.ts';
import type { GuardrailState } from '../core/incident/state.ts';
import { limits } from '../core/limits.ts';
import { renderDigest } from '../core/message/digest.ts';
import { minimalMessage, renderMessage } from '../core/message/render.ts';
import type { Origin, RenderedMessage } from '../core/message/rendered.ts';
import type { IncidentStore, StoredState } from '../ports/incidents.ts';
import type { Publisher, PublishOutcome } from '../ports/publisher.ts';

/** An acknowledgement that keeps meeting other writers is left to the next tick: the message is then sent once more. */
const ACKNOWLEDGE_ATTEMPTS = 3;

export interface DeliveryTotals {
  /** Messages that SNS took; a digest is one. */
  readonly sent: number;
  /** Refused in both forms, kept for a person to look at. */
  readonly setAside: number;
  /** Notifications still waiting; the next tick sends them. */
  readonly unsent: number;
  readonly deliveryError?: unknown;
}

interface Letter {
  readonly stored: StoredState;
  readonly notification: Notification;
}

/**
 * Takes notifications from outboxes to SNS: publish first, acknowledge after, so that a crash between the two repeats a
 * message under the same key and never loses one. At most one message of a guardrail goes out in a tick, and
 * {@link limits.messagesPerTick} in all: what is more goes into one digest.
 */
export class Delivery {
  readonly #incidents: IncidentStore;
  readonly #publisher: Publisher;
  readonly #writer: string;
  /** Once SNS can't be reached the rest waits for the next tick: trying each in turn would eat the time for judging. */
  #error: unknown;
  #sent = 0;
  #setAside = 0;
  readonly #told = new Set<string>();
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

  /** Sends the oldest notification that is `due` of each state; answers those states as they are stored then. */
  async send(
    states: Iterable<StoredState>,
    due: (notification: Notification) => boolean = () => true,
  ): Promise<ReadonlyMap<string, StoredState>> {
    const after = new Map<string, StoredState>();
    const letters: Letter[] = [];
    for (const stored of states) {
      const { guardrail, outbox } = stored.state;
      after.set(guardrail, stored);
      for (const notification of outbox.filter(due)) this.#unsent.add(dedupKey(notification));
      const [notification] = outbox;
      if (notification !== undefined && due(notification) && !this.#told.has(guardrail))
        letters.push({ stored, notification });
    }
    const { single, together } = share(letters, limits.messagesPerTick - this.#told.size);
    for (const letter of single) await this.#sendSingly(letter, after);
    if (together.length > 0) await this.#sendTogether(together, after);
    return after;
  }

  async #sendSingly(letter: Letter, after: Map<string, StoredState>): Promise<void> {
    const { origin } = this.#publisher;
    const full = await this.#publish(renderOr(minimalMessage, letter.notification, origin));
    // What SNS will not take in full it may take in short: a person who learns little is better off than one who learns nothing.
    const last = full.kind === 'refused' ? await this.#publish(minimalMessage(letter.notification, origin)) : full;
    if (last.kind === 'refused' && !(await this.#keep(letter.notification, last.reason))) return;
    if (last.kind !== 'failed') await this.#acknowledge(letter, after);
  }

  async #sendTogether(letters: readonly Letter[], after: Map<string, StoredState>): Promise<void> {
    const digest = renderDigest(
      letters.map(({ notification }) => notification),
      this.#publisher.origin,
    );
    const { kind } = await this.#publish(digest);
    // There was room for one message: the most urgent goes alone, and the others have their turn at the next tick.
    if (kind === 'refused') for (const letter of letters.slice(0, 1)) await this.#sendSingly(letter, after);
    if (kind === 'sent') for (const letter of letters) await this.#acknowledge(letter, after);
  }

  async #publish(message: RenderedMessage): Promise<PublishOutcome | { readonly kind: 'failed' }> {
    if (this.#error !== undefined) return { kind: 'failed' };
    try {
      const outcome = await this.#publisher.publish(message);
      if (outcome.kind === 'sent') this.#sent++;
      return outcome;
    } catch (error) {
      this.#error = error;
      return { kind: 'failed' };
    }
  }

  async #keep(notification: Notification, reason: string): Promise<boolean> {
    try {
      await this.#incidents.setAside(notification, reason);
      this.#setAside++;
      return true;
    } catch (error) {
      this.#error = error;
      return false;
    }
  }

  async #acknowledge({ stored, notification }: Letter, after: Map<string, StoredState>): Promise<void> {
    const { guardrail } = stored.state;
    this.#told.add(guardrail);
    this.#unsent.delete(dedupKey(notification));
    let current = after.get(guardrail) ?? stored;
    for (let attempt = 0; attempt < ACKNOWLEDGE_ATTEMPTS; attempt++) {
      const state = without(current.state, notification);
      if (state === undefined) break;
      const outcome = await this.#incidents.save(state, current.rev, this.#writer);
      current = outcome.kind === 'saved' ? { state, rev: outcome.rev } : outcome.found;
      if (outcome.kind === 'saved') break;
    }
    after.set(guardrail, current);
  }
}

/** Those that are sent as messages of their own, and those that share a digest, the last message that there is room for. */
const share = (
  letters: readonly Letter[],
  room: number,
): { readonly single: readonly Letter[]; readonly together: readonly Letter[] } => {
  if (letters.length <= room) return { single: letters, together: [] };
  const ranked = letters.toSorted((left, right) => urgency(left.notification) - urgency(right.notification));
  return room < 1
    ? { single: [], together: [] }
    : { single: ranked.slice(0, room - 1), together: ranked.slice(room - 1) };
};

const urgency = ({ reason, severity }: Notification): number => (isEnd(reason) ? 2 : severity === 'critical' ? 0 : 1);

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
