import { type Expected, expectedOf } from '../../shared/core/check/expected.ts';
import type { ReadGuardrail } from '../../shared/core/guardrail/load.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';

/** A rule as somebody would say it, and what can be told beforehand of it. */
export interface Said {
  readonly guardrail: Guardrail;
  readonly expected?: Expected;
}

export const said = (read: ReadGuardrail): Said => {
  const expected = expectedOf(read);
  return { guardrail: read.guardrail, ...(expected === undefined ? undefined : { expected }) };
};

/** How soon a total failure is told, of whatever severity, in minutes. */
export const toldAfter = ({ expected }: Said): number | undefined => {
  const minutes = expected?.outlook?.detections.flatMap((detection) => detection.minutes ?? []) ?? [];
  return minutes.length === 0 ? undefined : Math.min(...minutes);
};
