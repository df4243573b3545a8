import type { Metric } from '../guardrail/guardrail.ts';
import type { EpochMinute } from '../units.ts';
import { keepsLatencies } from './latencies.ts';
import { emptySeries, type OpenSeries, type Series, valueSums } from './series.ts';
import { mergeSketches } from './sketch.ts';

/** Nothing counted yet of a metric in the minutes `from` to `from + minutes - 1`. */
export const openSeries = (metric: Metric, from: EpochMinute, minutes: number): OpenSeries =>
  emptySeries(from, minutes, { value: metric.weight !== undefined, latencies: keepsLatencies(metric) });

/** Adds the minutes of `added`, which lie within those of `series`. */
export const addMinutesTo = (series: OpenSeries, added: Series): void => {
  const start = added.from - series.from;
  for (let minute = 0; minute < added.total.length; minute++) {
    const at = start + minute;
    series.bad[at] = (series.bad[at] ?? 0) + (added.bad[minute] ?? 0);
    series.total[at] = (series.total[at] ?? 0) + (added.total[minute] ?? 0);
    const latencies = added.latencies?.[minute];
    if (latencies !== undefined && series.latencies !== undefined) {
      const before = series.latencies[at];
      series.latencies[at] = before === undefined ? latencies : mergeSketches([before, latencies]);
    }
  }
  if (series.value === undefined || added.value === undefined) return;
  for (const name of valueSums)
    for (const [minute, value] of added.value[name].entries())
      series.value[name][start + minute] = (series.value[name][start + minute] ?? 0) + value;
  for (const [minute, value] of added.value.largestBad.entries())
    series.value.largestBad[start + minute] = Math.max(series.value.largestBad[start + minute] ?? 0, value);
};
