import type { Metric } from '../guardrail/guardrail.ts';
import { select } from '../guardrail/select.ts';
import { percentile } from '../rollup/percentile.ts';
import type { GroupKey } from '../rollup/series.ts';
import { type Columns, valueAt } from '../segment/columns.ts';
import type { Ratio } from '../units.ts';
import { isTellable, scope } from './scope.ts';

/** Latencies kept of one group, 1.6 MB: of a window with more, the newest. */
const MOST_LATENCIES = 200_000;

/**
 * The latencies of one group, for the percentile itself: what is tested is the share of slow events, what people know is
 * the percentile. A timeout without a latency is slower than all that have one: left out, a bank that only times out
 * would be told of as fast.
 */
export class Latencies {
  readonly #group: GroupKey;
  readonly #metric: Metric;
  readonly #values: number[] = [];

  constructor(group: GroupKey, metric: Metric) {
    this.#group = group;
    this.#metric = metric;
  }

  add(columns: Columns, keep: Uint8Array): void {
    if (!isTellable(this.#group)) return;
    const counted = select(columns, this.#metric.of, keep);
    const within = scope(columns, this.#group);
    const latencies = columns.numbers.get('latencyMs');
    const outcomes = columns.fields.get('outcome');
    for (let row = 0; row < columns.count && this.#values.length < MOST_LATENCIES; row++) {
      if (counted[row] !== 1 || within[row] !== 1) continue;
      const latency = latencies?.[row] ?? Number.NaN;
      if (!Number.isNaN(latency)) this.#values.push(latency);
      else if (valueAt(outcomes, row) === 'timeout') this.#values.push(Number.POSITIVE_INFINITY);
    }
  }

  /** In milliseconds; undefined without latencies, and where the percentile is a timeout itself. */
  at(share: Ratio): number | undefined {
    const value = percentile(Float64Array.from(this.#values), share);
    return value === undefined || !Number.isFinite(value) ? undefined : value;
  }
}
