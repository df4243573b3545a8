import type { WrittenGuardrail } from '../guardrail/schema.ts';
import type { PresetName } from './names.ts';

/** Whose trouble it is. The same broken bank is a lost sale to one, and a duty to report to another. */
export const parties = ['users', 'merchants', 'banks', 'regulators'] as const;
export type Party = (typeof parties)[number];

/** The usual guardrails of one kind of payment business. */
export interface Preset {
  readonly name: PresetName;
  /** One sentence: which business, and which events. */
  readonly says: string;
  readonly guardrails: readonly PresetGuardrail[];
}

export interface PresetGuardrail {
  /** Who would call first. */
  readonly for: readonly Party[];
  /**
   * As guardrails.yaml would have it. Its description says why it exists and where its numbers come from; its id is what
   * others override it by and never changes.
   */
  readonly rule: WrittenGuardrail & { readonly description: string };
}
