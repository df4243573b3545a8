import { answersOf, percentileOf } from '../../shared/core/evidence/latencies.ts';
import type { Proof, Verdict } from '../../shared/core/evidence/verdict.ts';
import { shareOf, type Window, windowOf } from '../../shared/core/evidence/window.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Series } from '../../shared/core/rollup/series.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';
import { type GuardrailMetric, guardrailMetrics, VALUE_MINUTES } from '../../shared/metric-names.ts';

/** What a tick saw of the whole of a guardrail. */
export interface Seen {
  readonly guardrail: Guardrail;
  /** One series for each of its metrics. */
  readonly series: readonly Series[];
  readonly verdict: Verdict;
  /** The minute that began with the tick. */
  readonly now: EpochMinute;
}

/**
 * The values of a guardrail, those that it has. Over the same few minutes at each tick, where a verdict speaks of the shortest
 * window that proves something: a line that changes its window with every point would show steps where there are none.
 */
export const guardrailValues = (seen: Seen): ReadonlyMap<GuardrailMetric, number> =>
  new Map(
    guardrailMetrics(seen.guardrail)
      .map((metric) => [metric, inUnit(valueOf(seen, metric), metric)] as const)
      .filter((entry): entry is readonly [GuardrailMetric, number] => isNumber(entry[1])),
  );

/** There is no share of nothing, and no percentile where too many never came back. CloudWatch refuses both. */
const isNumber = (value: number | undefined): boolean => value !== undefined && Number.isFinite(value);

const inUnit = (value: number | undefined, { unit }: GuardrailMetric): number | undefined =>
  value === undefined || unit !== 'Percent' ? value : value * 100;

const valueOf = (seen: Seen, { name, metric }: GuardrailMetric): number | undefined => {
  const { guardrail, verdict } = seen;
  if (name === 'GuardrailNormal') return proofOf(verdict)?.normal?.rate;
  // What the month heads for, which is what is held against its limits; before a pace is known there is nothing to draw.
  if (guardrail.kind === 'monthly') return proofOf(verdict)?.rate;
  const series = seen.series[metric];
  if (series !== undefined) return counted(seen, series);
  // There is no series of a pattern that found nothing.
  return guardrail.kind === 'volume' ? 0 : undefined;
};

const counted = ({ guardrail, now }: Seen, series: Series): number => {
  const { kind, evidence, baseline, percentile } = guardrail;
  const minutes = evidence.kind === 'none' ? evidence.windowMinutes : VALUE_MINUTES;
  // As they are judged: the newest minute of a volume is still coming in, unless its rule only compares.
  const to = kind === 'volume' && evidence.kind === 'proof' ? addMinutes(now, -1) : now;
  const window = windowOf(series, { direction: 'above' }, addMinutes(to, -minutes), to, 1);
  if (kind === 'volume') return window.total / minutes;
  return baseline === undefined || percentile === undefined ? shareOf(window) : slowness(series, window, percentile);
};

const slowness = (series: Series, window: Window, percentile: number): number =>
  percentileOf(answersOf(series, window), percentile);

const proofOf = (verdict: Verdict): Proof | undefined => ('proof' in verdict ? verdict.proof : undefined);
