import type { TickReport } from '../../shared/app/evaluate.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Notification } from '../../shared/core/incident/notification.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import { encodeState, type GuardrailState } from '../../shared/core/incident/state.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import type { IncidentStore } from '../../shared/ports/incidents.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import { type Facts, factsIn, isMinimal } from './facts.ts';

/** One invocation of the evaluator, and what was so when it began. */
export interface Call {
  readonly minute: EpochMinute;
  readonly guardrails: readonly Guardrail[];
  readonly silences: readonly Silence[];
  /** Its ports were made to fail. */
  readonly fails: boolean;
  /** Missing while it runs, and where it threw. */
  report?: TickReport;
}

/** What took effect outside, whatever the evaluator was told of it. */
export type Effect = { readonly call: Call } & (
  | { readonly kind: 'saved'; readonly before?: GuardrailState; readonly state: GuardrailState; readonly bytes: number }
  | { readonly kind: 'archived'; readonly incident: string }
  | {
      readonly kind: 'sent' | 'refused';
      /** Several in a digest. */
      readonly told: readonly Facts[];
      readonly key: string;
      readonly json: string;
      readonly minimal: boolean;
    }
  | { readonly kind: 'aside'; readonly notification: Notification }
);

export type Saved = Extract<Effect, { kind: 'saved' }>;
export type Sent = Extract<Effect, { kind: 'sent' | 'refused' }>;

/** Everything that took effect in a history, in order. */
export class Log {
  readonly effects: Effect[] = [];
  /** States as they were saved last. */
  readonly states = new Map<string, GuardrailState>();

  /** States are read in the order of their names, as DynamoDB does it, whatever the order of the rules. */
  incidents(store: IncidentStore, call: Call): IncidentStore {
    return {
      readAll: async () => new Map([...(await store.readAll())].sort(([left], [right]) => (left < right ? -1 : 1))),
      save: async (state, rev, writer) => {
        const outcome = await store.save(state, rev, writer);
        if (outcome.kind === 'saved') this.#saved(state, call);
        return outcome;
      },
      archive: async (guardrail, incident) => {
        await store.archive(guardrail, incident);
        this.effects.push({ call, kind: 'archived', incident: incident.id });
      },
      setAside: async (notification, reason) => {
        await store.setAside(notification, reason);
        this.effects.push({ call, kind: 'aside', notification });
      },
    };
  }

  publisher(publisher: Publisher, call: Call): Publisher {
    return {
      origin: publisher.origin,
      publish: async (message) => {
        const { kind, ...rest } = await publisher.publish(message);
        const key = message.attributes['dedupKey'] ?? '';
        this.effects.push({ call, kind, key, json: message.json, told: factsIn(message), minimal: isMinimal(message) });
        return { kind, ...rest } as Awaited<ReturnType<Publisher['publish']>>;
      },
    };
  }

  #saved(state: GuardrailState, call: Call): void {
    const before = this.states.get(state.guardrail);
    this.states.set(state.guardrail, state);
    const bytes = Buffer.byteLength(encodeState(state));
    this.effects.push({ call, kind: 'saved', ...(before === undefined ? undefined : { before }), state, bytes });
  }
}
