import { dedupKey, isEnd, type NotificationReason } from '../../../shared/core/incident/notification.ts';
import { minuteOf } from '../../../shared/core/units.ts';
import { limits } from '../../../shared/core/limits.ts';
import type { Call, Effect, Log, Saved, Sent } from '../record.ts';
import type { Facts } from '../facts.ts';
import { hold } from './fail.ts';

/** What was told of one incident, by a message or by what was set aside for a person. */
interface Story {
  sequence: number;
  last: NotificationReason;
}

type Told = Pick<Facts, 'key' | 'incident' | 'sequence' | 'reason' | 'guardrail' | 'at' | 'hidden' | 'merged'>;

/** Every incident is told from a beginning to an end, in order, and what has one key is one message. */
export class Stories {
  readonly #stories = new Map<string, Story>();
  readonly #messages = new Map<string, string>();
  readonly #known = new Set<string>();
  readonly #senders = new Map<string, readonly Call[]>();
  readonly #decidedAt = new Map<string, number>();
  readonly #incidents = new Set<string>();
  /** Stood for by a newer message, as the outbox was full. */
  readonly #stoodFor = new Set<string>();

  sent({ call, kind, told, key, json, minimal }: Sent): void {
    if (kind === 'refused') return;
    this.#once(`message ${minimal ? 'minimal ' : ''}${key}`, json);
    for (const facts of told) {
      this.#once(`facts ${minimal ? 'minimal ' : ''}${facts.key}`, facts.json);
      this.#repeat(facts, call);
      // A minimal message leaves out what was hidden.
      this.#tell({ ...facts, hidden: minimal ? 1 : facts.hidden });
    }
  }

  aside({ notification }: Extract<Effect, { kind: 'aside' }>): void {
    const { guardrail, at, hidden } = notification;
    const key = dedupKey(notification);
    this.#tell({ ...notification, key, guardrail: guardrail.id, at: minuteOf(at), hidden: hidden.length });
  }

  saved({ before, state }: Saved): void {
    if (state.incident !== undefined) this.#incidents.add(state.incident.id);
    for (const { incident } of state.outbox) this.#incidents.add(incident);
    const waiting = new Set(state.outbox.map(dedupKey));
    const incidents = new Set(state.outbox.map(({ incident }) => incident));
    for (const gone of before?.outbox ?? []) {
      if (waiting.has(dedupKey(gone)) || this.#known.has(dedupKey(gone)) || incidents.has(gone.incident)) continue;
      hold(before?.outbox.length === limits.unsentPerState, 'no message leaves the outbox unsaid', () => gone);
      this.#stoodFor.add(gone.incident);
    }
  }

  archived({ incident }: Extract<Effect, { kind: 'archived' }>): void {
    this.#incidents.add(incident);
  }

  atEnd({ states }: Log): void {
    for (const { guardrail, outbox } of states.values())
      hold(outbox.length === 0, 'in the end nothing is left unsent', () => ({ guardrail, outbox }));
    for (const incident of this.#incidents) {
      const story = this.#stories.get(incident);
      if (story === undefined && this.#stoodFor.has(incident)) continue;
      hold(story !== undefined, 'every incident is told', () => incident);
      hold(story !== undefined && isEnd(story.last), 'what was told to be broken is told to be over', () => ({
        incident,
        story,
      }));
    }
  }

  #once(name: string, json: string): void {
    const before = this.#messages.get(name);
    hold(before === undefined || before === json, 'one key is one message', () => ({ name, before, json }));
    this.#messages.set(name, json);
  }

  /** A message comes again only where an evaluator failed, or two of one minute met the same that had waited. */
  #repeat({ key, at }: Facts, call: Call): void {
    const before = this.#senders.get(key) ?? [];
    const mayRepeat = before.some(({ fails, minute }) => fails || (minute === call.minute && at < minute));
    hold(before.length === 0 || mayRepeat, 'a message is sent once', () => ({ key, at, before, call }));
    this.#senders.set(key, [...before, call]);
  }

  #tell(facts: Told): void {
    const { key, incident, sequence, reason, guardrail, at, hidden, merged } = facts;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const story = this.#stories.get(incident);
    const what = () => ({ facts, story });
    hold(
      story !== undefined || !isEnd(reason) || merged > 0 || (reason === 'closed' && hidden > 0),
      'nothing is over before it was told to be broken, unless it names what kept that back',
      what,
    );
    hold(sequence > (story?.sequence ?? 0), 'messages of an incident come in the order of their numbers', what);
    this.#stories.set(incident, { sequence, last: reason });
    hold(at >= (this.#decidedAt.get(guardrail) ?? 0), 'messages of a guardrail come oldest first', what);
    this.#decidedAt.set(guardrail, at);
  }
}
