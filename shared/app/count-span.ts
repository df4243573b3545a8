import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { metricId, type Part } from '../core/rollup/part.ts';
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

/** A stretch of time whose rollups are known of all parts. */
export interface Stretch extends MinuteRange {
  readonly unit: RollupUnit;
}

/** What is known of a span. */
export interface KnownSpan {
  readonly range: MinuteRange;
  readonly minutes: readonly Stretch[];
  /** The minutes of the range that are not known of all parts. */
  readonly unknown: readonly EpochMinute[];
  /** Hours and days that follow each other up to the range, oldest first. */
  readonly older: readonly Stretch[];
  /** From where on these are known without a gap; the first minute of the range where none is. */
  readonly knownFrom: EpochMinute;
}

export const knownSpan = (parts: readonly MetricPart[], span: Span, known: KnownRollups): KnownSpan => {
  const range = span.minutes;
  const minutes: Stretch[] = [];
  const unknown: EpochMinute[] = [];
  for (let from = range.from; from < range.to; from = addMinutes(from, 1)) {
    if (isKnown(parts, 'minute', from, known)) minutes.push({ unit: 'minute', from, to: addMinutes(from, 1) });
    else unknown.push(from);
  }
  const older = olderOf(parts, span, known);
  return { range, minutes, unknown, older, knownFrom: older[0]?.from ?? range.from };
};

/** Behind a stretch that is not known of all parts nothing is told: it would make a window of another length for each. */
const olderOf = (parts: readonly MetricPart[], span: Span, known: KnownRollups): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  for (let to = span.minutes.from; to > span.oldest;) {
    const day = addMinutes(to, -MINUTES_PER_DAY);
    const [unit, from] = span.days.has(day)
      ? (['day', day] as const)
      : (['hour', addMinutes(to, -MINUTES_PER_HOUR)] as const);
    if (!isKnown(parts, unit, from, known)) break;
    stretches.unshift({ unit, from, to });
    to = from;
  }
  return stretches;
};

/** The day that nothing is told behind, since its rollup is not known of all parts; undefined where it is another reason. */
export const unknownDay = (parts: readonly MetricPart[], span: Span, known: KnownRollups): EpochMinute | undefined => {
  const [first] = olderOf(parts, span, known);
  const day = addMinutes(first?.from ?? span.minutes.from, -MINUTES_PER_DAY);
  return span.days.has(day) ? day : undefined;
};

const isKnown = (parts: readonly MetricPart[], unit: RollupUnit, start: EpochMinute, known: KnownRollups): boolean =>
  parts.every(({ part }) => known.of(part).has(unit, start));
