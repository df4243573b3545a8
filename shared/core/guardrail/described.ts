import { type DurationMs, hours } from '../units.ts';
import type { Fault } from './fault.ts';
import { type Guardrail, type Severity, severities } from './guardrail.ts';
import { parseDuration } from './quantity.ts';
import type { RawGuardrail } from './schema.ts';

export type Compiled =
  | { readonly ok: true; readonly guardrail: Guardrail }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** What every rule has, whatever it counts. */
export const describedOf = (
  raw: RawGuardrail,
  reminders = reminderDefaults,
): Pick<Guardrail, 'id' | 'name' | 'kind' | 'description' | 'owner' | 'runbook' | 'by' | 'groups' | 'reminders'> => ({
  id: raw.id,
  name: raw.name ?? raw.id,
  kind: raw.kind,
  ...(raw.description === undefined ? undefined : { description: raw.description }),
  ...(raw.owner === undefined ? undefined : { owner: raw.owner }),
  ...(raw.runbook === undefined ? undefined : { runbook: raw.runbook }),
  by: raw.by ?? [],
  ...(raw.groups === undefined ? undefined : { groups: raw.groups }),
  reminders: remindersOf(raw.remind, reminders),
});

/** A warning can wait for the next day, what is critical should not outlive half a shift unseen. */
const reminderDefaults: Guardrail['reminders'] = { critical: hours(4), warning: hours(24) };

const remindersOf = (raw: RawGuardrail['remind'], defaults: Guardrail['reminders']): Guardrail['reminders'] =>
  severities.reduce<Partial<Record<Severity, DurationMs>>>((reminders, severity) => {
    const text = raw?.[severity];
    // `never` is no duration.
    const after = text === undefined ? defaults[severity] : parseDuration(text);
    return after === undefined ? reminders : { ...reminders, [severity]: after };
  }, {});
