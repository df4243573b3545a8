import { createHash } from 'node:crypto';
import { isoText } from '../../core/message/format.ts';
import type { Part } from '../../core/rollup/part.ts';
import { type EpochMinute, MINUTES_PER_HOUR, MS_PER_MINUTE, startOf, epochMinute } from '../../core/units.ts';
import type { RollupUnit } from '../../ports/rollups.ts';

/**
 * The only place that knows the keys of the table:
 *
 * | item                  | pk                    | sk                       |
 * |-----------------------|-----------------------|--------------------------|
 * | segment               | SEG#<hour>#<shard>    | <minute>#<segment id>    |
 * | state of a guardrail  | STATE                 | <guardrail>              |
 * | last finished tick    | TICK                  | TICK                     |
 * | closed incident       | INC                   | <opened>#<incident id>   |
 * | notification set aside| ASIDE                 | <time>#<dedup key>       |
 * | silence set by hand   | SILENCE               | <silence id>             |
 * | rollup                | ROLL#<unit>#<metric id>#<by> | <first minute>    |
 * | last sealed minute    | SEAL                  | SEAL                     |
 * | histories of parts    | SEAL                  | PARTS                    |
 * | late marker           | LATE#<shard>          | <minute>#<segment id>    |
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Part of the key format: with another number readers would look for segments where they are not. */
const SEGMENT_SHARDS = 4;

export const segmentKey = (minute: EpochMinute, id: string): Key => ({
  pk: segmentPartition(minute, shardOf(id)),
  sk: `${minuteText(minute)}#${id}`,
});

/** Each partition that holds segments of the minutes `from` to `to - 1`, with the range of sort keys in it. */
export const segmentRanges = (from: EpochMinute, to: EpochMinute): { pk: string; first: string; last: string }[] => {
  const ranges: { pk: string; first: string; last: string }[] = [];
  for (let hour = hourOf(from); hour < to; hour += MINUTES_PER_HOUR) {
    const first = minuteText(epochMinute(Math.max(hour, from)));
    const last = `${minuteText(epochMinute(Math.min(hour + MINUTES_PER_HOUR, to) - 1))}#~`;
    for (let shard = 0; shard < SEGMENT_SHARDS; shard++)
      ranges.push({ pk: segmentPartition(epochMinute(hour), shard), first, last });
  }
  return ranges;
};

/** The inverse of {@link segmentKey} on a sort key, and of {@link lateMarkerKey}, which is the same there. */
export const parseSegmentSort = (sk: string): { minute: EpochMinute; id: string } => {
  const separator = sk.indexOf('#');
  return { minute: parseMinute(sk.slice(0, separator)), id: sk.slice(separator + 1) };
};

export const rollupKey = (part: Pick<Part, 'id' | 'by'>, unit: RollupUnit, start: EpochMinute): Key => ({
  pk: rollupPartition(part, unit),
  sk: minuteText(start),
});

/** The partition of a part, and the sort keys of those that start in `from` to `to - 1`. */
export const rollupRange = (
  part: Pick<Part, 'id' | 'by'>,
  unit: RollupUnit,
  from: EpochMinute,
  to: EpochMinute,
): { pk: string; first: string; last: string } => ({
  pk: rollupPartition(part, unit),
  first: minuteText(from),
  last: minuteText(epochMinute(to - 1)),
});

/** The inverse of {@link rollupKey} on a sort key. */
export const parseRollupSort = (sk: string): EpochMinute => parseMinute(sk);

export const sealKey: Key = { pk: 'SEAL', sk: 'SEAL' };
export const partHistoriesKey: Key = { pk: 'SEAL', sk: 'PARTS' };

export const lateMarkerKey = (minute: EpochMinute, segment: string): Key => ({
  pk: lateMarkerPartition(shardOf(segment)),
  sk: `${minuteText(minute)}#${segment}`,
});

/** Each partition that holds late markers, with the first sort key of those whose minute is `from` or later. */
export const lateMarkerRanges = (from: EpochMinute): { pk: string; first: string }[] =>
  Array.from({ length: SEGMENT_SHARDS }, (_, shard) => ({ pk: lateMarkerPartition(shard), first: minuteText(from) }));

export const STATE_PARTITION = 'STATE';
export const stateKey = (guardrail: string): Key => ({ pk: STATE_PARTITION, sk: guardrail });
export const tickKey: Key = { pk: 'TICK', sk: 'TICK' };
export const incidentKey = (openedAt: EpochMinute, id: string): Key => ({
  pk: 'INC',
  sk: `${minuteText(openedAt)}#${id}`,
});
export const SILENCE_PARTITION = 'SILENCE';
export const silenceKey = (id: string): Key => ({ pk: SILENCE_PARTITION, sk: id });
export const asideKey = (at: string, dedupKey: string): Key => ({ pk: 'ASIDE', sk: `${at}#${dedupKey}` });

const hourOf = (minute: EpochMinute): number => minute - (minute % MINUTES_PER_HOUR);
const minuteText = (minute: EpochMinute): string => isoText(startOf(minute)).slice(0, 16);
const segmentPartition = (minute: EpochMinute, shard: number): string =>
  `SEG#${minuteText(minute).slice(0, 13)}#${shard}`;
const lateMarkerPartition = (shard: number): string => `LATE#${shard}`;
const rollupPartition = ({ id, by }: Pick<Part, 'id' | 'by'>, unit: RollupUnit): string =>
  `ROLL#${UNIT_LETTERS[unit]}#${id}#${by}`;
const UNIT_LETTERS: Readonly<Record<RollupUnit, string>> = { minute: 'm', hour: 'h', day: 'd' };
const parseMinute = (text: string): EpochMinute => epochMinute(Date.parse(`${text}:00Z`) / MS_PER_MINUTE);
const shardOf = (id: string): number => (createHash('sha256').update(id).digest()[0] ?? 0) % SEGMENT_SHARDS;
