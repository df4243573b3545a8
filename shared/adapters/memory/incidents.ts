import type { Incident } from '../../core/incident/incident.ts';
import { dedupKey, type Notification } from '../../core/incident/notification.ts';
import { decodeState, encodeState, type GuardrailState } from '../../core/incident/state.ts';
import type { IncidentStore, SaveOutcome, StoredState } from '../../ports/incidents.ts';

export interface MemoryIncidents extends IncidentStore {
  readonly archived: ReadonlyMap<string, Incident>;
  readonly aside: ReadonlyMap<string, Notification>;
}

interface Item {
  readonly text: string;
  readonly rev: number;
  readonly writer: string;
}

export const memoryIncidents = (): MemoryIncidents => {
  const items = new Map<string, Item>();
  const archived = new Map<string, Incident>();
  const aside = new Map<string, Notification>();
  // Through the codec, so that nothing is shared with the caller and what does not survive JSON shows here too.
  const read = (guardrail: string, { text, rev }: Item): StoredState => ({ state: decodeState(guardrail, text), rev });
  return {
    archived,
    aside,
    readAll: async (): Promise<ReadonlyMap<string, StoredState>> =>
      new Map([...items].map(([guardrail, item]) => [guardrail, read(guardrail, item)])),

    save: async (state: GuardrailState, rev: number, writer: string): Promise<SaveOutcome> => {
      const found = items.get(state.guardrail);
      if ((found?.rev ?? 0) === rev) {
        items.set(state.guardrail, { text: encodeState(state), rev: rev + 1, writer });
        return { kind: 'saved', rev: rev + 1 };
      }
      if (found === undefined) throw new Error(`STATE ${state.guardrail}: the item that a write ran into is gone`);
      if (found.writer === writer && found.rev === rev + 1) return { kind: 'saved', rev: rev + 1 };
      return { kind: 'conflict', found: read(state.guardrail, found) };
    },

    archive: async (_guardrail: string, incident: Incident): Promise<void> => {
      archived.set(incident.id, incident);
    },
    setAside: async (notification: Notification): Promise<void> => {
      aside.set(dedupKey(notification), notification);
    },
  };
};
