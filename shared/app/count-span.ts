import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { Measure } from '../core/rollup/measure.ts';
import { metricId, type Part } from '../core/rollup/part.ts';
import type { Rollup } from '../core/rollup/rollup.ts';
import { addMinutes, type EpochMinute, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../core/units.ts';
import type { MinuteRange } from '../ports/counts.ts';
import type { RollupUnit } from '../ports/rollups.ts';
import type { KnownRollups, Wanted } from './read-rollups.ts';
import { daysOf, hoursOf, type Span } from './span.ts';

/** A part of a guardrail, and which of its metrics it is of. */
export interface MetricPart {
  readonly metric: number;
  readonly part: Part;
}

export const metricParts = ({ metrics, by }: Guardrail): readonly MetricPart[] =>
  metrics.flatMap((metric, index) => {
    const id = metricId(metric);
    return ['', ...by].map((attribute) => ({ metric: index, part: { id, metric, by: attribute } }));
  });

/** Every rollup that a span is told by. */
export const wantedOf = (parts: readonly MetricPart[], span: Span): readonly Wanted[] =>
  parts.flatMap(({ part }) => [
    { part, unit: 'minute' as const, range: span.sealed },
    ...hoursOf(span).map((range) => ({ part, unit: 'hour' as const, range })),
    ...daysOf(span).map((range) => ({ part, unit: 'day' as const, range })),
  ]);

/** A guardrail over a span, as far as rollups know of it. */
export interface KnownSpan {
  readonly measure: Measure;
  /** The minutes that are not known of all parts. Nothing is counted in them. */
  readonly unknown: ReadonlySet<EpochMinute>;
  /** From where on hours and days are known without a gap up to the minutes; the first of these where none is. */
  readonly knownFrom: EpochMinute;
}

export const countSpan = (
  guardrail: Guardrail,
  parts: readonly MetricPart[],
  span: Span,
  known: KnownRollups,
): KnownSpan => {
  const { from, to } = span.minutes;
  const measure = new Measure(guardrail, from, to - from);
  const unknown = new Set<EpochMinute>();
  for (let minute = from; minute < to; minute = addMinutes(minute, 1)) {
    const rollups = knownOfAll(parts, 'minute', minute, known);
    if (rollups === undefined) unknown.add(minute);
    else for (const { metric, rollup } of rollups) measure.addRollup(metric, minute, rollup);
  }
  const older = olderOf(parts, span, known);
  for (const { range, rollups } of older)
    for (const { metric, rollup } of rollups) measure.addOlder(metric, range.from, range.to, rollup);
  return { measure, unknown, knownFrom: older[0]?.range.from ?? from };
};

interface MetricRollup {
  readonly metric: number;
  readonly rollup: Rollup;
}

/** An hour or a day, as all parts have it. */
interface Stretch {
  readonly range: MinuteRange;
  readonly rollups: readonly MetricRollup[];
}

/**
 * The hours and days that follow each other up to the minutes, oldest first. Behind one that is not known of all parts
 * nothing is told: it would make a window of another length for each.
 */
const olderOf = (parts: readonly MetricPart[], span: Span, known: KnownRollups): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  for (let to = span.minutes.from; to > span.oldest;) {
    const day = addMinutes(to, -MINUTES_PER_DAY);
    const [unit, from] = span.days.has(day)
      ? (['day', day] as const)
      : (['hour', addMinutes(to, -MINUTES_PER_HOUR)] as const);
    const rollups = knownOfAll(parts, unit, from, known);
    if (rollups === undefined) break;
    stretches.unshift({ range: { from, to }, rollups });
    to = from;
  }
  return stretches;
};

/** The day that nothing is told behind, since its rollup is not known of all parts; undefined where it is another reason. */
export const unknownDay = (parts: readonly MetricPart[], span: Span, known: KnownRollups): EpochMinute | undefined => {
  const [first] = olderOf(parts, span, known);
  const day = addMinutes(first?.range.from ?? span.minutes.from, -MINUTES_PER_DAY);
  return span.days.has(day) ? day : undefined;
};

const knownOfAll = (
  parts: readonly MetricPart[],
  unit: RollupUnit,
  start: EpochMinute,
  known: KnownRollups,
): readonly MetricRollup[] | undefined => {
  const rollups: MetricRollup[] = [];
  for (const { metric, part } of parts) {
    const rollup = known.of(part)[unit].get(start);
    if (rollup === undefined) return undefined;
    rollups.push({ metric, rollup });
  }
  return rollups;
};
