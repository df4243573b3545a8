import fc from 'fast-check';
import { type Outcome, outcomes, type PaymentEvent } from '../../../shared/core/event/event.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { Measure } from '../../../shared/core/rollup/measure.ts';
import { metricId, type Part } from '../../../shared/core/rollup/part.ts';
import { rollupOf } from '../../../shared/core/rollup/rollup.ts';
import { openSeries } from '../../../shared/core/rollup/open-series.ts';
import { rolledSeries } from '../../../shared/core/rollup/rolled-series.ts';
import { type GroupedSeries, type OpenSeries, type Series, WHOLE } from '../../../shared/core/rollup/series.ts';
import { buildColumns, byTimeAndFingerprint, rowOf } from '../../../shared/core/segment/build-columns.ts';
import { dedupe, type DistinctMinute } from '../../../shared/core/segment/dedupe.ts';
import { addMinutes, addMs, type EpochMinute, minuteOf, minutes } from '../../../shared/core/units.ts';
import { aLatencyGuardrail, NOW, THIS_MINUTE } from '../../support/builders.ts';
import { rolledPart, type Told } from './rolling.ts';

/** Its limit is a multiple of what is normal, so that it keeps the latencies of each minute. */
export const aBaselineLatencyGuardrail = (overrides: Record<string, unknown> = {}): Guardrail =>
  aLatencyGuardrail({
    baseline: { weeks: 4, timezone: 'Asia/Shanghai' },
    critical: { above: '2x baseline' },
    ...overrides,
  });

export const MINUTES = 3;
const FROM = addMinutes(THIS_MINUTE, 1 - MINUTES);

/** Per group and metric, a text for each minute from the oldest on. */
export type Counts = Record<string, string[][]>;

export type Segments = readonly (readonly PaymentEvent[])[];

/** What a guardrail counts, as `bad/total`; each list of events is a segment of its minute. */
export const measured = (guardrail: Guardrail, segments: Segments): Counts =>
  textsOf(measure(guardrail, segments), ({ bad, total }, minute) => `${bad[minute]}/${total[minute]}`);

/** The value behind the counts, as `bad/total, squares bad/total, largest`. */
export const weighed = (guardrail: Guardrail, segments: Segments): Counts =>
  textsOf(measure(guardrail, segments), ({ value }, minute) =>
    value === undefined
      ? 'no value'
      : valueText(
          value.bad[minute],
          value.total[minute],
          value.badSquares[minute],
          value.totalSquares[minute],
          value.largestBad[minute],
        ),
  );

export const valueText = (...[bad, total, badSquares, totalSquares, largest]: (number | undefined)[]): string =>
  `${bad}/${total}, squares ${badSquares}/${totalSquares}, largest ${largest}`;

export const measure = (guardrail: Guardrail, segments: Segments): GroupedSeries => {
  const measuring = new Measure(guardrail, FROM, MINUTES);
  for (const [minute, distinct] of distinctMinutes(segments)) measuring.add(minute, distinct);
  return measuring.series;
};

/** The same by way of rollups: one for each part and minute, as it comes out of the store. */
export const measureRolled = (guardrail: Guardrail, segments: Segments): GroupedSeries => {
  const range = { from: FROM, to: addMinutes(FROM, MINUTES) };
  const minutesOfEvents = distinctMinutes(segments);
  const emptyOf = (): OpenSeries[] => guardrail.metrics.map((metric) => openSeries(metric, FROM, MINUTES));
  const series = new Map([[WHOLE, emptyOf()]]);
  for (const [index, metric] of guardrail.metrics.entries())
    for (const by of [WHOLE, ...guardrail.by]) {
      const part: Part = { id: metricId(metric), metric, by };
      const told = Array.from({ length: MINUTES }, (_, offset): Told => {
        const minute = addMinutes(FROM, offset);
        return [minute, addMinutes(minute, 1), rollupOf(part, minute, minutesOfEvents.get(minute) ?? dedupe([]))];
      });
      for (const [group, counts] of rolledSeries(rolledPart(metric, told), range, (own) => own)) {
        const ofGroup = series.get(group) ?? emptyOf();
        ofGroup[index] = counts;
        series.set(group, ofGroup);
      }
    }
  return series;
};

/** By minute, each list of events a segment of it. */
export const distinctMinutes = (segments: Segments): ReadonlyMap<EpochMinute, DistinctMinute> =>
  new Map(
    [...Map.groupBy(segments, ([first]) => minuteOf(first?.time ?? NOW))].map(([minute, lists]) => [
      minute,
      dedupe(lists.map((events) => buildColumns(minute, events.map(rowOf).sort(byTimeAndFingerprint)))),
    ]),
  );

const textsOf = (series: GroupedSeries, text: (series: Series, minute: number) => string): Counts =>
  Object.fromEntries(
    [...series].map(([group, metrics]) => [
      group,
      metrics.map((each) => Array.from(each.total, (_, minute) => text(each, minute))),
    ]),
  );

/** What a metric makes of an event: bad or not; undefined where it does not count it. */
export type Judge = (event: PaymentEvent) => boolean | undefined;

/** An event that a metric counts. */
export interface Counted {
  readonly event: PaymentEvent;
  readonly bad: boolean;
}

type Field = 'bank' | 'source';

/** The same with a loop over all events: each minute, group and metric has the events that `text` makes its text from. */
export const counted = (
  judges: readonly Judge[],
  by: readonly Field[],
  events: readonly PaymentEvent[],
  text: (events: readonly Counted[]) => string = pairText,
): Counts => {
  const nothing = (): Counted[][][] => judges.map(() => Array.from({ length: MINUTES }, () => []));
  const groups = new Map([['', nothing()]]);
  for (const event of events) {
    for (const [metric, judge] of judges.entries()) {
      const bad = judge(event);
      if (bad === undefined) continue;
      const values = by.map((field) => [field, field === 'bank' ? event.attributes['bank'] : event[field]] as const);
      const named = values.filter(([, value]) => value !== undefined && value !== '');
      for (const group of ['', ...named.map(([field, value]) => `${field}=${String(value)}`)]) {
        if (!groups.has(group)) groups.set(group, nothing());
        const list = groups.get(group)?.[metric]?.[minuteOf(event.time) - FROM];
        if (list === undefined) throw new RangeError(group);
        list.push({ event, bad });
      }
    }
  }
  return Object.fromEntries([...groups].map(([group, metrics]) => [group, metrics.map((lists) => lists.map(text))]));
};

const pairText = (events: readonly Counted[]): string => `${events.filter(({ bad }) => bad).length}/${events.length}`;

/** The distinct values of the attribute `order` among events. */
export const distinctText = (events: readonly Counted[]): string => {
  const values = Map.groupBy(events, ({ event }) => {
    const value = event.attributes['order'];
    return value === undefined || value === '' ? event : String(value);
  });
  return `${[...values.values()].filter((tries) => tries.some(({ bad }) => bad)).length}/${values.size}`;
};

export const amountsText = (events: readonly Counted[]): string => {
  const all = events.map(({ event }) => event.amount ?? Number.NaN);
  const bad = events.filter((each) => each.bad).map(({ event }) => event.amount ?? Number.NaN);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const squares = (values: readonly number[]): number => sum(values.map((value) => value ** 2));
  return valueText(sum(bad), sum(all), squares(bad), squares(all), Math.max(0, ...bad));
};

const events = fc
  .tuple(
    fc.record(
      {
        id: fc.uuid(),
        source: fc.constantFrom('', 'wallet', 'till'),
        time: fc.nat(MINUTES - 1).map((ago) => addMs(NOW, minutes(-ago))),
        type: fc.constantFrom('payment', 'payment', 'refund'),
        outcome: fc.constantFrom<Outcome>(...outcomes, 'timeout'),
        latencyMs: fc.constantFrom(0, 100, 799.9, 800, 800.1, 2000, 2001),
        attributes: fc.record(
          {
            bank: fc.constantFrom('icbc', 'ccb', 1, '1', true),
            order: fc.constantFrom('a', 'b', 'c', 1, '1', true, ''),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['id', 'source', 'time', 'type', 'attributes'] },
    ),
    fc.option(
      fc.record({ amount: fc.constantFrom(0, 1, 250, 999_999), currency: fc.constantFrom('CNY', 'CNY', 'EUR') }),
      {
        nil: {},
      },
    ),
  )
  .map(([event, money]): PaymentEvent => ({ ...event, ...money }));

/** Events, and their segments of one minute each: now and then one of them comes a second time. */
export const segments = fc
  .tuple(fc.array(events, { maxLength: 40 }), fc.nat(3), fc.boolean())
  .map(([all, size, again]) => {
    const lists = [...Map.groupBy(all, ({ time }) => minuteOf(time)).values()].flatMap((minute) =>
      [
        minute.filter((_, index) => index % (size + 1) === 0),
        minute.filter((_, index) => index % (size + 1) !== 0),
      ].filter((list) => list.length > 0),
    );
    return { all, lists: again ? [...lists, ...lists.slice(0, 1)] : lists };
  });
