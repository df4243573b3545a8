import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { TickReport } from '../../shared/app/evaluate.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { WHOLE } from '../../shared/core/rollup/series.ts';
import { minuteOf } from '../../shared/core/units.ts';
import type { GuardrailMetric } from '../../shared/metric-names.ts';
import type { Counted } from '../../shared/ports/counts.ts';
import { metricsOfStack } from '../telemetry.ts';
import { guardrailValues } from './guardrail-values.ts';

const metrics = metricsOfStack();

/**
 * Writes the value of each guardrail that was judged, a line for each: one line has one value for a dimension. What was not
 * due or could not be judged has no point, and the graph a gap.
 */
export const reportGuardrails = (
  { tick, observations }: Pick<TickReport, 'tick' | 'observations'>,
  guardrails: readonly Guardrail[],
  counted: Counted['series'],
): void => {
  for (const guardrail of guardrails) {
    const verdict = observations.get(guardrail.id)?.get(WHOLE)?.verdict;
    if (verdict === undefined) continue;
    const series = counted.get(guardrail.id)?.get(WHOLE) ?? [];
    const values = guardrailValues({ guardrail, series, verdict, now: minuteOf(tick) });
    for (const [metric, value] of values) write(metric, value);
  }
};

const write = ({ name, dimensions, unit }: GuardrailMetric, value: number): void => {
  for (const [dimension, of] of Object.entries(dimensions)) metrics.addDimension(dimension, of);
  metrics.addMetric(name, MetricUnit[unit], value);
  metrics.publishStoredMetrics();
};
