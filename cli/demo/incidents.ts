import * as z from 'zod';
import { percentText } from '../../shared/core/message/format.ts';
import { type EpochMs, epochMs } from '../../shared/core/units.ts';
import type { Alert } from '../local/alerts.ts';

const time = z.iso.datetime().transform((text) => epochMs(Date.parse(text)));

/** What a program reads in an alert: the part of the JSON that tells incidents apart and says how bad they were. */
const messageSchema = z.object({
  parapet: z.object({
    incident: z.string(),
    status: z.enum(['firing', 'resolved']),
    at: time,
    since: time,
    openedAt: time,
    guardrail: z.object({ id: z.string() }),
    peak: z.object({ group: z.string(), rate: z.number() }),
  }),
});

export interface IncidentRow {
  readonly guardrail: string;
  readonly group: string;
  readonly since: EpochMs;
  readonly opened: EpochMs;
  /** Absent while it lasts. */
  readonly resolved?: EpochMs;
  readonly peak: string;
  /** When it was last heard of. */
  readonly lastAt: EpochMs;
}

/** The incidents behind a run of alerts, in the order in which they opened; each as its last alert told it. */
export const incidentsIn = (alerts: readonly Alert[]): IncidentRow[] => {
  const rows = new Map<string, IncidentRow>();
  for (const { message } of alerts) {
    const { parapet } = messageSchema.parse(JSON.parse(message));
    rows.set(parapet.incident, {
      guardrail: parapet.guardrail.id,
      group: parapet.peak.group === '' ? 'overall' : parapet.peak.group,
      since: parapet.since,
      opened: parapet.openedAt,
      ...(parapet.status === 'resolved' ? { resolved: parapet.at } : {}),
      peak: percentText(parapet.peak.rate),
      lastAt: parapet.at,
    });
  }
  return [...rows.values()];
};
