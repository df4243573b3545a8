import type { Silence } from '../silence/silence.ts';
import type { Guardrail } from './guardrail.ts';

/** What guardrails.yaml says, checked: the rules, and the silences of work that is planned. Plain JSON, both ways. */
export interface Rules {
  readonly guardrails: readonly Guardrail[];
  readonly silences: readonly Silence[];
}
