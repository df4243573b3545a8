import { days } from '../../../shared/core/units.ts';
import { assumed, itemPerEvent } from '../assumed.ts';
import type { Deployment } from '../deployment.ts';
import { measured } from '../measured.ts';
import { BYTES_PER_GB, MINUTES_PER_MONTH, SECONDS_PER_MONTH } from '../prices.ts';
import { readUnits, writeUnits } from '../sizes.ts';
import { type Line, line } from './line.ts';

const BYTES = measured.eventItemBytes;

/**
 * What the table would cost where each event is an item of its own, put under the condition that it is not there yet, and
 * the items of five minutes are read again each minute, strongly consistent.
 */
export const itemPerEventTable = ({ eventsPerSecond }: Pick<Deployment, 'eventsPerSecond'>): readonly Line[] => {
  const { kept, windowMinutes } = itemPerEvent;
  const keptSeconds = (kept + assumed.expiryDelay) / 1000;
  const gigabytes = (eventsPerSecond * keptSeconds * (BYTES + assumed.storedItemOverhead)) / BYTES_PER_GB;
  const perTick = readUnits(eventsPerSecond * 60 * windowMinutes * BYTES);
  return [
    ...line(
      `an item of ${BYTES} bytes for each event`,
      'writeUnit',
      eventsPerSecond * SECONDS_PER_MONTH * writeUnits(BYTES),
    ),
    ...line(`items of ${windowMinutes} minutes, each minute`, 'readUnit', MINUTES_PER_MONTH * perTick),
    ...line(`stored: ${kept / days(1)} days`, 'storage', gigabytes),
    ...line('the same, for recovery to a point in time', 'pointInTime', gigabytes),
  ];
};
