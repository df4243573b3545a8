import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { openSeries } from '../core/rollup/open-series.ts';
import type { Part } from '../core/rollup/part.ts';
import { type OwnerOf, rolledSeries, type RolledStretch } from '../core/rollup/rolled-series.ts';
import { type GroupKey, type OpenSeries, WHOLE } from '../core/rollup/series.ts';
import type { MinuteRange } from '../ports/counts.ts';
import type { KnownSpan, MetricPart, Stretch } from './count-span.ts';
import type { KnownRollups } from './read-rollups.ts';

/** By group, one series for each metric of a guardrail. */
export type SeriesByGroup = Map<GroupKey, OpenSeries[]>;

/** What rollups tell of a guardrail in a span: the whole, and every group that is its own owner. */
export const seriesOfSpan = (
  guardrail: Guardrail,
  parts: readonly MetricPart[],
  span: KnownSpan,
  known: KnownRollups,
  ownerOf: OwnerOf,
): SeriesByGroup => {
  const { range } = span;
  const series: SeriesByGroup = new Map([[WHOLE, emptyOf(guardrail, range)]]);
  for (const { metric, part } of parts) {
    const rolled = {
      metric: part.metric,
      keys: known.of(part).groups.keys,
      minutes: rolledStretches(part, span.minutes, known),
      older: rolledStretches(part, span.older, known),
    };
    for (const [group, counted] of rolledSeries(rolled, range, ownerOf)) {
      const ofGroup = series.get(group) ?? emptyOf(guardrail, range);
      ofGroup[metric] = counted;
      series.set(group, ofGroup);
    }
  }
  return series;
};

/** Of a group that has not had an event. */
export const emptyOf = ({ metrics }: Guardrail, { from, to }: MinuteRange): OpenSeries[] =>
  metrics.map((metric) => openSeries(metric, from, to - from));

const rolledStretches = (part: Part, stretches: readonly Stretch[], known: KnownRollups): readonly RolledStretch[] =>
  stretches.flatMap(({ unit, from, to }) => {
    const rows = known.of(part).rows(unit, from);
    return rows === undefined ? [] : [{ from, to, rows }];
  });
