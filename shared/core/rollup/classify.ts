import type { BadRule, Metric } from '../guardrail/guardrail.ts';
import { select } from '../guardrail/select.ts';
import type { CountedColumns } from '../segment/columns.ts';
import type { CountedMinute } from '../segment/dedupe.ts';
import { durationMs, type DurationMs } from '../units.ts';

/** What a metric makes of a row. */
export const NOT_COUNTED = 0;
export const GOOD = 1;
export const BAD = 2;
export const KINDS = 3;

/** A segment with what a metric makes of each of its rows. */
export interface ClassifiedSegment {
  readonly columns: CountedColumns;
  readonly rows: Uint8Array;
}

/** Once for all that is counted of a metric in a minute: its events, its groups, its latencies. */
export const classifyMinute = ({ segments }: CountedMinute, metric: Metric): readonly ClassifiedSegment[] =>
  segments.map(({ columns, keep }) => ({ columns, rows: classify(columns, keep, metric) }));

/** Which rows a metric counts, and which of those are bad: one of the three kinds above for each row. */
export const classify = (columns: CountedColumns, keep: Uint8Array, metric: Metric): Uint8Array => {
  const rows = select(columns, metric.of, keep);
  if (metric.weight !== undefined) leaveCurrency(rows, columns, metric.weight.currency);
  markBad(rows, columns, metric.bad);
  return rows;
};

const markBad = (rows: Uint8Array, columns: CountedColumns, rule: BadRule): void => {
  switch (rule.kind) {
    case 'none':
      return;
    case 'pattern': {
      // Of the rows that are counted, so that a good one that is bad comes to BAD.
      const bad = select(columns, rule.pattern, rows);
      for (let row = 0; row < rows.length; row++) rows[row] = (rows[row] ?? 0) + (bad[row] ?? 0);
      return;
    }
    case 'slower':
      markSlower(rows, columns, rule.limitMs);
      return;
    case 'unanswered':
      // No latency is slower than this: what is left are the timeouts that have none.
      markSlower(rows, columns, durationMs(Number.POSITIVE_INFINITY));
  }
};

const markSlower = (rows: Uint8Array, columns: CountedColumns, limitMs: DurationMs): void => {
  const latencies = columns.numbers.get('latencyMs');
  const outcomes = columns.fields.get('outcome');
  const timeout = outcomes === undefined ? -1 : outcomes.values.indexOf('timeout') + 1;
  for (let row = 0; row < rows.length; row++) {
    if (rows[row] === NOT_COUNTED) continue;
    const latency = latencies?.[row] ?? Number.NaN;
    if (latency > limitMs) rows[row] = BAD;
    else if (Number.isNaN(latency)) rows[row] = timeout > 0 && outcomes?.codes[row] === timeout ? BAD : NOT_COUNTED;
  }
};

/** Leaves the rows that have an amount in the currency: yen and dollars don't add up. */
const leaveCurrency = (rows: Uint8Array, columns: CountedColumns, currency: string): void => {
  const currencies = columns.fields.get('currency');
  const amounts = columns.numbers.get('amount');
  const code = currencies === undefined ? 0 : currencies.values.indexOf(currency) + 1;
  for (let row = 0; row < rows.length; row++) {
    const counted = code !== 0 && currencies?.codes[row] === code && !Number.isNaN(amounts?.[row] ?? Number.NaN);
    if (!counted) rows[row] = NOT_COUNTED;
  }
};
