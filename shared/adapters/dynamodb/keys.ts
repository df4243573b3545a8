import { createHash } from 'node:crypto';
import { isoText } from '../../core/message/format.ts';
import { type EpochMinute, MINUTES_PER_HOUR, startOf, epochMinute } from '../../core/units.ts';

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

/** The inverse of {@link segmentKey} on a sort key. */
export const parseSegmentSort = (sk: string): { minute: EpochMinute; id: string } => {
  const separator = sk.indexOf('#');
  return { minute: epochMinute(Date.parse(`${sk.slice(0, separator)}:00Z`) / 60_000), id: sk.slice(separator + 1) };
};

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
const shardOf = (id: string): number => (createHash('sha256').update(id).digest()[0] ?? 0) % SEGMENT_SHARDS;
