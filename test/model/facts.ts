import type { RenderedMessage } from '../../shared/core/message/rendered.ts';
import type { NotificationReason } from '../../shared/core/incident/notification.ts';
import { MS_PER_MINUTE } from '../../shared/core/units.ts';

/** One notification as a program reads it in a message; times are minutes. */
export interface Facts {
  readonly key: string;
  readonly incident: string;
  readonly sequence: number;
  readonly reason: NotificationReason;
  readonly guardrail: string;
  readonly at: number;
  readonly openedAt: number;
  readonly members: readonly FactOfGroup[];
  readonly peak: FactOfGroup;
  /** How many that were held back by silences it names. */
  readonly hidden: number;
  readonly merged: number;
  /** All of it, as text. */
  readonly json: string;
}

export interface FactOfGroup {
  readonly group: string;
  readonly from: number;
  readonly to: number;
  readonly bad: number;
  readonly total: number;
  readonly rate: number;
  readonly limit: number;
}

/** As in the schema of messages. */
interface Json {
  readonly dedupKey: string;
  readonly incident: string;
  readonly sequence: number;
  readonly reason: NotificationReason;
  readonly guardrail: { readonly id: string };
  readonly at: string;
  readonly openedAt: string;
  readonly members: readonly ProofJson[];
  readonly peak: ProofJson;
  readonly hidden: readonly unknown[];
  readonly merged: number;
}
type ProofJson = Omit<FactOfGroup, 'from' | 'to'> & { readonly from: string; readonly to: string };

/** What a message tells: one notification, or those of a digest. */
export const factsIn = ({ json }: RenderedMessage): readonly Facts[] => {
  const { version: _, ...parapet } = (
    JSON.parse(json) as { parapet: { version: number; digest?: readonly Json[] } & Json }
  ).parapet;
  return (parapet.digest ?? [parapet]).map(factsOf);
};

const factsOf = (json: Json): Facts => ({
  key: json.dedupKey,
  incident: json.incident,
  sequence: json.sequence,
  reason: json.reason,
  guardrail: json.guardrail.id,
  at: minuteIn(json.at),
  openedAt: minuteIn(json.openedAt),
  members: json.members.map(proofOf),
  peak: proofOf(json.peak),
  hidden: json.hidden.length,
  merged: json.merged,
  json: JSON.stringify(json),
});

const proofOf = (proof: ProofJson): FactOfGroup => ({ ...proof, from: minuteIn(proof.from), to: minuteIn(proof.to) });

const minuteIn = (text: string): number => Date.parse(text) / MS_PER_MINUTE;

export const isMinimal = ({ text }: RenderedMessage): boolean => text.includes('The full message was refused by SNS');
