import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { dictionaryColumn, select } from '../core/guardrail/select.ts';
import type { Advance } from '../core/incident/advance.ts';
import type { MemberFact } from '../core/incident/notification.ts';
import { percentile } from '../core/rollup/percentile.ts';
import { attributeOf, type GroupKey, groupKey, OTHER, WHOLE } from '../core/rollup/series.ts';
import { type Columns, valueAt } from '../core/segment/columns.ts';
import { dedupe } from '../core/segment/dedupe.ts';
import { epochMinute, type EpochMs } from '../core/units.ts';
import type { SegmentStore } from '../ports/segments.ts';
import { decodeOrSkip } from './count-raw.ts';

/**
 * Adds the percentile itself to a message about a latency, over the window that spoke. What is tested is the share of
 * slow events; the percentile is what people know. Raw segments are read again, only when a message will go out; where
 * that fails the message goes without. A timeout without a latency is slower than all that have one: left out, a bank
 * that only times out would be told of as fast.
 */
export const withPercentiles = async (
  advance: Advance,
  guardrail: Guardrail,
  segments: SegmentStore,
  asOf: EpochMs,
): Promise<Advance> => {
  const { notification, state } = advance;
  if (notification === undefined || guardrail.percentile === undefined || notification.members.length === 0)
    return advance;
  const latencies = await readLatencies(guardrail, notification.members, segments, asOf).catch(() => undefined);
  const last = state.outbox.at(-1);
  if (latencies === undefined || last === undefined) return advance;
  const members = notification.members.map((fact, index): MemberFact => {
    const percentileMs = percentile(Float64Array.from(latencies[index] ?? []), guardrail.percentile ?? 0);
    return percentileMs === undefined || !Number.isFinite(percentileMs) ? fact : { ...fact, percentileMs };
  });
  return {
    ...advance,
    notification: { ...notification, members },
    state: { ...state, outbox: [...state.outbox.slice(0, -1), { ...last, members }] },
  };
};

const readLatencies = async (
  guardrail: Guardrail,
  facts: readonly MemberFact[],
  segments: SegmentStore,
  asOf: EpochMs,
): Promise<number[][]> => {
  const from = epochMinute(Math.min(...facts.map(({ proof }) => proof.from)));
  const to = epochMinute(Math.max(...facts.map(({ proof }) => proof.to)));
  const latencies = facts.map((): number[] => []);
  for await (const { minute, segments: stored } of segments.read(from, to, asOf)) {
    for (const { columns, keep } of dedupe(stored.map(decodeOrSkip).filter((segment) => segment !== undefined))
      .segments) {
      const counted = select(columns, guardrail.metrics[0]?.of ?? []);
      for (const [index, { group, proof }] of facts.entries()) {
        if (minute < proof.from || minute >= proof.to) continue;
        collect(columns, (row) => keep[row] === 1 && counted[row] === 1, group, latencies[index] ?? []);
      }
    }
  }
  return latencies;
};

const collect = (columns: Columns, counts: (row: number) => boolean, group: GroupKey, into: number[]): void => {
  if (group.endsWith(`=${OTHER}`)) return;
  const values = columns.numbers.get('latencyMs');
  const outcomes = columns.fields.get('outcome');
  const attribute = attributeOf(group);
  const column = group === WHOLE ? undefined : dictionaryColumn(columns, attribute);
  const code = column === undefined ? 0 : column.values.findIndex((value) => groupKey(attribute, value) === group) + 1;
  if (group !== WHOLE && code === 0) return;
  for (let row = 0; row < columns.count; row++) {
    if (!counts(row) || (column !== undefined && column.codes[row] !== code)) continue;
    const latency = values?.[row] ?? Number.NaN;
    if (!Number.isNaN(latency)) into.push(latency);
    else if (valueAt(outcomes, row) === 'timeout') into.push(Number.POSITIVE_INFINITY);
  }
};
