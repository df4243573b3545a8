import { countOf, countText } from '../../../shared/core/message/format.ts';
import type { TableDemand } from '../demand/table-demand.ts';
import { BYTES_PER_GB } from '../prices.ts';
import { type Line, line } from './line.ts';

export const dynamodb = ({
  segments,
  rollups,
  rawReadUnits,
  small,
  late,
  storedBytes,
}: TableDemand): readonly Line[] => {
  const gigabytes = (storedBytes.segments + storedBytes.rollups) / BYTES_PER_GB;
  const each = `${countOf(segments.unitsEach, 'unit')} for ${countText(Math.round(segments.bytes))} bytes`;
  return [
    ...line(
      `${countText(Math.round(segments.count))} segments, ${each}`,
      'writeUnit',
      segments.count * segments.unitsEach,
    ),
    ...line(`rollups of ${rollups.parts} counts, each minute, hour and day`, 'writeUnit', rollups.writeUnits),
    ...line('late events: markers, and minutes sealed again', 'writeUnit', late.writeUnits),
    ...line('cursor, tick and states', 'writeUnit', small.writeUnits),
    ...line('ticks: raw events of minutes that are not sealed', 'readUnit', rawReadUnits),
    ...line('ticks: rollups', 'readUnit', rollups.readUnits),
    ...line('ticks: small items', 'readUnit', small.readUnits),
    ...line('late events: minutes sealed again', 'readUnit', late.readUnits),
    ...line('stored: 7 days raw, 35 of minutes, 400 of hours', 'storage', gigabytes),
    ...line('the same, for recovery to a point in time', 'pointInTime', gigabytes),
  ];
};
