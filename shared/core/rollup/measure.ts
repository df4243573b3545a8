import type { Guardrail } from '../guardrail/guardrail.ts';
import { dictionaryColumn } from '../guardrail/select.ts';
import type { CountedColumns } from '../segment/columns.ts';
import type { CountedMinute } from '../segment/dedupe.ts';
import type { EpochMinute } from '../units.ts';
import { type ClassifiedSegment, classifyMinute } from './classify.ts';
import { addCounts, countKinds, countKindsByCode, totalOf } from './count-kinds.ts';
import { countDistinct } from './count-distinct.ts';
import { keepsLatencies, sketchMinute } from './latencies.ts';
import { openSeries } from './open-series.ts';
import { groupKey, type GroupKey, type OpenSeries, WHOLE } from './series.ts';
import type { Sketch } from './sketch.ts';
import { weigh, weighGroups } from './weigh.ts';

/** The counts of one guardrail over the minutes `from` to `from + minutes - 1`, filled in minute by minute. */
export class Measure {
  readonly series = new Map<GroupKey, readonly OpenSeries[]>();
  readonly #guardrail: Pick<Guardrail, 'metrics' | 'by'>;
  readonly #from: EpochMinute;
  readonly #minutes: number;

  constructor(guardrail: Pick<Guardrail, 'metrics' | 'by'>, from: EpochMinute, minutes: number) {
    this.#guardrail = guardrail;
    this.#from = from;
    this.#minutes = minutes;
    this.#seriesOf(WHOLE);
  }

  /** Counts the distinct events of one minute; each minute once. */
  add(minute: EpochMinute, distinct: CountedMinute): void {
    const at = minute - this.#from;
    for (const [index, metric] of this.#guardrail.metrics.entries()) {
      const segments = classifyMinute(distinct, metric);
      if (metric.countBy === undefined) this.#addEvents(segments, index, at);
      else this.#addValues(segments, metric.countBy, index, at);
      if (!keepsLatencies(metric)) continue;
      for (const [group, sketch] of sketchMinute(segments, this.#guardrail.by))
        setLatencies(pick(this.#seriesOf(group), index), at, sketch);
    }
  }

  #addEvents(segments: readonly ClassifiedSegment[], metric: number, at: number): void {
    const whole = pick(this.#seriesOf(WHOLE), metric);
    for (const { columns, rows } of segments) {
      addCounts(whole, at, countKinds(rows), 0);
      if (whole.value !== undefined) weigh(columns, rows, whole.value, at);
      for (const attribute of this.#guardrail.by) this.#countGroups(columns, rows, attribute, metric, at);
    }
  }

  #addValues(segments: readonly ClassifiedSegment[], countBy: string, index: number, at: number): void {
    for (const [group, { bad, total }] of countDistinct(segments, countBy, this.#guardrail.by)) {
      const series = pick(this.#seriesOf(group), index);
      series.bad[at] = bad;
      series.total[at] = total;
    }
  }

  #countGroups(columns: CountedColumns, rows: Uint8Array, attribute: string, metric: number, at: number): void {
    const column = dictionaryColumn(columns, attribute);
    if (column === undefined) return;
    const kinds = countKindsByCode(rows, column);
    for (const [position, value] of column.values.entries())
      if (totalOf(kinds, position + 1) > 0)
        addCounts(pick(this.#seriesOf(groupKey(attribute, value)), metric), at, kinds, position + 1);
    if (this.#guardrail.metrics[metric]?.weight === undefined) return;
    const values = column.values.map((value) => this.series.get(groupKey(attribute, value))?.[metric]?.value);
    weighGroups(columns, rows, column, values, at);
  }

  #seriesOf(group: GroupKey): readonly OpenSeries[] {
    let series = this.series.get(group);
    if (series === undefined) {
      series = this.#guardrail.metrics.map((metric) => openSeries(metric, this.#from, this.#minutes));
      this.series.set(group, series);
    }
    return series;
  }
}

const setLatencies = ({ latencies }: OpenSeries, at: number, sketch: Sketch | undefined): void => {
  if (latencies !== undefined) latencies[at] = sketch;
};

const pick = (series: readonly OpenSeries[], metric: number): OpenSeries => {
  const found = series[metric];
  if (found === undefined) throw new RangeError(`metric ${metric}: the guardrail has ${series.length}`);
  return found;
};
