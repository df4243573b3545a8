import type { Guardrail, Metric } from '../guardrail/guardrail.ts';
import { dictionaryColumn, select } from '../guardrail/select.ts';
import type { Columns } from '../segment/columns.ts';
import type { DistinctMinute } from '../segment/dedupe.ts';
import type { EpochMinute } from '../units.ts';
import { emptySeries, groupKey, type GroupedSeries, type GroupKey, type Series, WHOLE } from './series.ts';

/** The counts of one guardrail over the minutes `from` to `from + minutes - 1`, filled in minute by minute. */
export class Measure {
  readonly series: GroupedSeries = new Map();
  readonly #guardrail: Guardrail;
  readonly #from: EpochMinute;
  readonly #minutes: number;

  constructor(guardrail: Guardrail, from: EpochMinute, minutes: number) {
    this.#guardrail = guardrail;
    this.#from = from;
    this.#minutes = minutes;
    this.#seriesOf(WHOLE);
  }

  /** Counts the distinct events of one minute; each minute once. */
  add(minute: EpochMinute, distinct: DistinctMinute): void {
    const at = minute - this.#from;
    for (const { columns, keep } of distinct.segments) {
      for (const [index, metric] of this.#guardrail.metrics.entries()) {
        const rows = classify(columns, keep, metric);
        count(rows, pick(this.#seriesOf(WHOLE), index), at);
        for (const attribute of this.#guardrail.by) this.#countGroups(columns, rows, attribute, index, at);
      }
    }
  }

  #countGroups(columns: Columns, rows: Rows, attribute: string, metric: number, at: number): void {
    const column = dictionaryColumn(columns, attribute);
    if (column === undefined) return;
    const bad = new Float64Array(column.values.length + 1);
    const total = new Float64Array(column.values.length + 1);
    for (let row = 0; row < rows.length; row++) {
      const kind = rows[row] ?? NOT_COUNTED;
      if (kind === NOT_COUNTED) continue;
      const code = column.codes[row] ?? 0;
      total[code] = (total[code] ?? 0) + 1;
      if (kind === BAD) bad[code] = (bad[code] ?? 0) + 1;
    }
    for (const [position, value] of column.values.entries()) {
      if (total[position + 1] === 0) continue;
      const series = pick(this.#seriesOf(groupKey(attribute, value)), metric);
      series.bad[at] = (series.bad[at] ?? 0) + (bad[position + 1] ?? 0);
      series.total[at] = (series.total[at] ?? 0) + (total[position + 1] ?? 0);
    }
  }

  #seriesOf(group: GroupKey): readonly Series[] {
    let series = this.series.get(group);
    if (series === undefined) {
      series = this.#guardrail.metrics.map(() => emptySeries(this.#from, this.#minutes));
      this.series.set(group, series);
    }
    return series;
  }
}

const NOT_COUNTED = 0;
const GOOD = 1;
const BAD = 2;
/** One of the three kinds above for each row. */
type Rows = Uint8Array;

/** Which rows a metric counts, and which of those are bad. */
const classify = (columns: Columns, keep: Uint8Array, metric: Metric): Rows => {
  const rows = select(columns, metric.of);
  for (let row = 0; row < rows.length; row++) if (keep[row] === 0) rows[row] = NOT_COUNTED;
  if (metric.bad.kind === 'pattern') {
    const bad = select(columns, metric.bad.pattern);
    for (let row = 0; row < rows.length; row++) if (rows[row] === GOOD && bad[row] === 1) rows[row] = BAD;
    return rows;
  }
  const latencies = columns.numbers.get('latencyMs');
  const outcomes = columns.fields.get('outcome');
  const timeout = outcomes === undefined ? -1 : outcomes.values.indexOf('timeout') + 1;
  for (let row = 0; row < rows.length; row++) {
    if (rows[row] === NOT_COUNTED) continue;
    const latency = latencies?.[row] ?? Number.NaN;
    if (latency > metric.bad.limitMs) rows[row] = BAD;
    else if (Number.isNaN(latency)) rows[row] = timeout > 0 && outcomes?.codes[row] === timeout ? BAD : NOT_COUNTED;
  }
  return rows;
};

const count = (rows: Rows, { bad, total }: Series, at: number): void => {
  for (const kind of rows) {
    if (kind === NOT_COUNTED) continue;
    total[at] = (total[at] ?? 0) + 1;
    if (kind === BAD) bad[at] = (bad[at] ?? 0) + 1;
  }
};

const pick = (series: readonly Series[], metric: number): Series => {
  const found = series[metric];
  if (found === undefined) throw new RangeError(`metric ${metric}: the guardrail has ${series.length}`);
  return found;
};
