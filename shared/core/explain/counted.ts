import type { Proof } from '../evidence/verdict.ts';
import type { Guardrail, Level, Metric, Severity } from '../guardrail/guardrail.ts';
import { BAD, classify, GOOD } from '../rollup/classify.ts';
import type { GroupKey } from '../rollup/series.ts';
import type { Columns } from '../segment/columns.ts';
import { durationMs } from '../units.ts';

/** What is counted as bad when people ask who and how much: by one metric, the other way round where a rate must not fall below. */
export interface Counting {
  readonly metric: Metric;
  /** `below 80 %` of approved payments: the bad ones are those that were not approved. */
  readonly turned: boolean;
  readonly level: Level;
  /** What the level allows: a share, or of a volume events a minute; of a multiple of what is normal, in each group where that is known. */
  readonly allowedIn: (group: GroupKey) => number | undefined;
}

/** A group with a proof of it, of a breach or of its end. */
export interface Proven {
  readonly group: GroupKey;
  readonly proof: Proof;
}

/**
 * By the level of a severity, or else the mildest. `proven` tells what was normal where a limit is a multiple of it, the
 * group that matters most first. Throws RangeError for a guardrail without levels, which none is.
 */
export const countingOf = (guardrail: Guardrail, severity?: Severity, proven: readonly Proven[] = []): Counting => {
  const level = guardrail.levels.find((each) => each.severity === severity) ?? guardrail.levels.at(-1);
  const metric = level === undefined ? undefined : guardrail.metrics[level.metric];
  if (level === undefined || metric === undefined)
    throw new RangeError(`guardrail ${guardrail.id}: expected a level and its metric`);
  const counting = { level, metric, turned: level.direction === 'below' && guardrail.kind !== 'volume' };
  if (guardrail.baseline === undefined) return { ...counting, allowedIn: () => level.rate };
  const normals = proven.flatMap(({ group, proof }) =>
    proof.normal === undefined ? [] : [{ group, proof, normal: proof.normal }],
  );
  const [first] = normals;
  switch (guardrail.kind) {
    case 'rate':
    case 'monthly':
      return { ...counting, allowedIn: () => first && first.normal.rate * level.rate };
    case 'volume':
      return {
        ...counting,
        allowedIn: (group) => {
          const known = normals.find((each) => each.group === group);
          return known && known.normal.rate * level.rate;
        },
      };
    case 'latency': {
      // Without what is normal nothing is too slow but what never came back.
      const limitMs = first === undefined ? undefined : durationMs(first.normal.rate * level.rate);
      const slower: Metric = limitMs === undefined ? metric : { ...metric, bad: { kind: 'slower', limitMs } };
      return { ...counting, metric: slower, allowedIn: () => first?.proof.limit };
    }
  }
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
