import type { Guardrail } from '../core/guardrail/guardrail.ts';
import type { GroupKey } from '../core/rollup/series.ts';
import type { EpochMs } from '../core/units.ts';

/** What past hours tell the judge. */
export interface History {
  /** By guardrail id and group: the dispersion learned from past hours (`learnedDispersion`); missing where none was. */
  dispersion(
    guardrails: readonly Guardrail[],
    asOf: EpochMs,
  ): Promise<ReadonlyMap<string, ReadonlyMap<GroupKey, number>>>;
}
