import type { Guardrail, Level, Metric, Severity } from '../guardrail/guardrail.ts';
import { BAD, classify, GOOD } from '../rollup/classify.ts';
import type { Columns } from '../segment/columns.ts';

/** What is counted as bad when people ask who and how much: by one metric, the other way round where a rate must not fall below. */
export interface Counting {
  readonly metric: Metric;
  /** `below 80 %` of approved payments: the bad ones are those that were not approved. */
  readonly turned: boolean;
  readonly level: Level;
}

/** By the level of a severity, or else the mildest. Throws RangeError for a guardrail without levels, which none is. */
export const countingOf = (guardrail: Guardrail, severity?: Severity): Counting => {
  const level = guardrail.levels.find((each) => each.severity === severity) ?? guardrail.levels.at(-1);
  const metric = level === undefined ? undefined : guardrail.metrics[level.metric];
  if (level === undefined || metric === undefined)
    throw new RangeError(`guardrail ${guardrail.id}: expected a level and its metric`);
  return { level, metric, turned: level.direction === 'below' && guardrail.kind !== 'volume' };
};

/** NOT_COUNTED, GOOD or BAD for each row. */
export const countedRows = (columns: Columns, keep: Uint8Array, { metric, turned }: Counting): Uint8Array => {
  const kinds = classify(columns, keep, metric);
  return turned ? kinds.map((kind) => (kind === GOOD ? BAD : kind === BAD ? GOOD : kind)) : kinds;
};

/** Attributes that tell how an event failed, or which payment it is, and not who: they explain nothing. */
export const symptoms = ({ metrics }: Guardrail): ReadonlySet<string> =>
  new Set(
    metrics.flatMap(({ bad, countBy }) => [
      ...(bad.kind === 'pattern' ? bad.pattern.map(({ field }) => field) : []),
      ...(countBy === undefined ? [] : [countBy]),
    ]),
  );
