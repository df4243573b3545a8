import type { Metric } from '../guardrail/guardrail.ts';
import { dictionaryColumn } from '../guardrail/select.ts';
import type { CountedColumns } from '../segment/columns.ts';
import { type ClassifiedSegment, NOT_COUNTED } from './classify.ts';
import { groupKey, type GroupKey, WHOLE } from './series.ts';
import type { Sketch } from './sketch.ts';
import { bucketOf } from './sketch-buckets.ts';
import { SketchBuilder } from './sketch-builder.ts';

/** Whether the latencies of each group are kept beside its counts: limits of the other metrics are known beforehand. */
export const keepsLatencies = ({ bad }: Metric): boolean => bad.kind === 'unanswered';

/**
 * The latencies of the events of a minute that a metric counts, for the whole and each group that has any. Of every
 * event: where payments are counted instead, each of their tries had a latency of its own. O(rows).
 */
export const sketchMinute = (
  segments: readonly ClassifiedSegment[],
  by: readonly string[],
): ReadonlyMap<GroupKey, Sketch> => {
  const builders = new Map<GroupKey, SketchBuilder>();
  const builderOf = (group: GroupKey): SketchBuilder => {
    let builder = builders.get(group);
    if (builder === undefined) builders.set(group, (builder = new SketchBuilder()));
    return builder;
  };
  for (const { columns, rows } of segments) {
    const buckets = bucketsOf(columns, rows);
    let whole: SketchBuilder | undefined;
    for (let row = 0; row < buckets.length; row++) {
      const bucket = buckets[row] ?? NONE;
      if (bucket !== NONE) (whole ??= builderOf(WHOLE)).add(bucket);
    }
    for (const attribute of by) {
      const column = dictionaryColumn(columns, attribute);
      if (column === undefined) continue;
      // A group is looked up once for each of its segments, not for each of its rows.
      const byCode: (SketchBuilder | undefined)[] = Array.from(column.values, () => undefined);
      for (let row = 0; row < buckets.length; row++) {
        const [code, bucket] = [column.codes[row] ?? 0, buckets[row] ?? NONE];
        if (bucket === NONE || code === 0) continue;
        (byCode[code - 1] ??= builderOf(groupKey(attribute, column.values[code - 1]))).add(bucket);
      }
    }
  }
  return new Map(Array.from(builders, ([group, builder]) => [group, builder.sketch]));
};

/** No bucket has this number. */
const NONE = -(2 ** 31);

/** Of each row that is counted and has a latency. The logarithm is taken once for all attributes. */
const bucketsOf = (columns: CountedColumns, rows: Uint8Array): Int32Array => {
  const buckets = new Int32Array(rows.length).fill(NONE);
  const latencies = columns.numbers.get('latencyMs');
  if (latencies === undefined) return buckets;
  for (let row = 0; row < rows.length; row++) {
    const latency = latencies[row] ?? Number.NaN;
    if (rows[row] !== NOT_COUNTED && !Number.isNaN(latency)) buckets[row] = bucketOf(latency);
  }
  return buckets;
};
