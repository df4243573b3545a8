import * as z from 'zod';
import { severities, type Severity } from '../../shared/core/guardrail/guardrail.ts';
import { notificationReasons } from '../../shared/core/incident/notification.ts';
import type { RenderedMessage } from '../../shared/core/message/rendered.ts';
import type { MessageReason } from './checks/check.ts';
import type { ScenarioMinute } from './lines/time.ts';

/** A message as its readers got it. */
export interface Told extends Fact {
  /** The tick that told it. */
  readonly at: ScenarioMinute;
  readonly subject: string;
  readonly text: string;
  /** What a digest stands for. */
  readonly parts: readonly Fact[];
}

export interface Fact {
  readonly reason: MessageReason;
  /** Of a digest none. */
  readonly guardrail?: string;
  readonly severity: Severity;
  /** The first culprit, as the text words it. */
  readonly named?: string;
}

const factSchema = z.object({
  reason: z.enum(notificationReasons),
  severity: z.enum(severities),
  guardrail: z.object({ id: z.string() }),
  who: z
    .object({ kind: z.string(), culprits: z.array(z.object({ values: z.array(z.string()) })).optional() })
    .optional(),
});

/** What is read in a message: a part of its form for machines (docs/alert.schema.json). */
const messageSchema = z.object({
  parapet: z.union([factSchema, z.object({ digest: z.array(factSchema) })]),
});

export const toldBy = ({ subject, text, json, attributes }: RenderedMessage, at: ScenarioMinute): Told => {
  const { parapet } = messageSchema.parse(JSON.parse(json));
  const rendered = { at, subject, text };
  if ('digest' in parapet) {
    const severity = severities.find((each) => each === attributes['severity']) ?? 'critical';
    return { ...rendered, reason: 'digest', severity, parts: parapet.digest.map(factOf) };
  }
  return { ...rendered, ...factOf(parapet), parts: [] };
};

const factOf = ({ reason, severity, guardrail, who }: z.infer<typeof factSchema>): Fact => {
  const named = who?.kind === 'named' ? who.culprits?.[0]?.values.join(' and ') : undefined;
  return { reason, severity, guardrail: guardrail.id, ...(named === undefined ? {} : { named }) };
};
