import { reachOf } from '../core/evidence/reach.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { type EpochMinute, epochMinute } from '../core/units.ts';
import type { MinuteRange } from '../ports/counts.ts';
import { type MetricPart, metricParts, unknownDay, wantedOf } from './count-span.ts';
import { type WeekSpan, weekSpans } from './week-spans.ts';
import type { KnownRollups } from './read-rollups.ts';
import { dayRange, inHours, type Span, wholeDays } from './span.ts';

/** What a tick reads of rollups for a guardrail. */
export interface CountPlan {
  readonly guardrail: Guardrail;
  readonly parts: readonly MetricPart[];
  readonly span: Span;
  readonly weeks: readonly WeekSpan[];
}

/** As far back as the guardrail is judged on. Minutes from `sealedTo` on are not sealed. */
export const planOf = (guardrail: Guardrail, minutes: MinuteRange, sealedTo: EpochMinute): CountPlan => {
  const reach = reachOf(guardrail, minutes.to);
  const sealed = { from: minutes.from, to: epochMinute(Math.min(minutes.to, sealedTo)) };
  const days = wholeDays(guardrail, reach.oldest, minutes);
  return {
    guardrail,
    parts: metricParts(guardrail),
    span: { minutes, sealed, oldest: reach.oldest, days },
    weeks: weekSpans(reach, minutes, sealedTo),
  };
};

/** Reads what all plans want, and answers with them as they can be counted: a day that has no rollup is in hours there. */
export const readPlans = async (plans: readonly CountPlan[], known: KnownRollups): Promise<readonly CountPlan[]> => {
  const wanted = plans.flatMap(({ parts, span, weeks }) =>
    [span, ...weeks.map((week) => week.span)].flatMap((each) => wantedOf(parts, each)),
  );
  await known.read(wanted);
  return readMissing(plans, known);
};

/** One day after the other, from the newest on: behind the first hour that is not known either nothing more is read. */
const readMissing = async (plans: readonly CountPlan[], known: KnownRollups): Promise<readonly CountPlan[]> => {
  const missing = new Map(
    plans.flatMap((plan): [CountPlan, EpochMinute][] => {
      const day = unknownDay(plan.parts, plan.span, known);
      return day === undefined ? [] : [[plan, day]];
    }),
  );
  if (missing.size === 0) return plans;
  await known.read(
    [...missing].flatMap(([{ parts }, day]) =>
      parts.map(({ part }) => ({ part, unit: 'hour' as const, range: dayRange(day) })),
    ),
  );
  const inTheirHours = plans.map((plan) => {
    const day = missing.get(plan);
    return day === undefined ? plan : { ...plan, span: inHours(plan.span, day) };
  });
  return readMissing(inTheirHours, known);
};
