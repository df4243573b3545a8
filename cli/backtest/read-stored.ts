import { dynamoSegments } from '../../shared/adapters/dynamodb/segments.ts';
import type { Table } from '../../shared/adapters/dynamodb/client.ts';
import { retention } from '../../shared/core/retention.ts';
import { addMinutes, type EpochMinute, epochMinute, epochMs, type EpochMs, minuteOf } from '../../shared/core/units.ts';
import type { StoredSegment } from '../../shared/ports/segments.ts';
import type { Beat } from './beat.ts';
import type { Period } from './read-events.ts';

/**
 * The raw segments of a table, as far back as they are kept and up to the minute before `now`, as they lie there: whatever
 * was late is in its minute. What came to nothing at the end counts, for the table was there to take events.
 */
export async function* readStored(table: Table, { from, to }: Period, now: EpochMs): AsyncIterable<Beat> {
  const oldest = addMinutes(minuteOf(epochMs(now - retention.segment)), 1);
  const first = epochMinute(Math.max(oldest, from === undefined ? oldest : minuteOf(from)));
  const end = epochMinute(Math.min(minuteOf(now), to === undefined ? Infinity : Math.ceil(to / 60_000)));
  let next: EpochMinute | undefined;
  for await (const { minute, segments } of dynamoSegments(table).read(first, end, now)) {
    for (let quiet = next ?? minute; quiet < minute; quiet = addMinutes(quiet, 1))
      yield { minute: quiet, segments: [] };
    yield { minute, segments: segments.map(encoded) };
    next = addMinutes(minute, 1);
  }
  for (let quiet = next ?? end; quiet < end; quiet = addMinutes(quiet, 1)) yield { minute: quiet, segments: [] };
}

/** How many events it holds is only asked of those that come late, and here none does. */
const encoded = (segment: StoredSegment): Beat['segments'][number] => ({ ...segment, count: 0 });
