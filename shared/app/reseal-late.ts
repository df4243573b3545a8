import { budgets } from '../budgets.ts';
import { retention } from '../core/retention.ts';
import {
  addMinutes,
  addMs,
  between,
  dayOf,
  durationMs,
  type EpochMinute,
  type EpochMs,
  hourOf,
  minuteOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
} from '../core/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { LateMarker, LateMarkers } from '../ports/late-markers.ts';
import type { SealReport } from './seal.ts';
import type { Sealer } from './sealer.ts';
import { someAtOnce } from './some-at-once.ts';

interface Situation {
  readonly sealedThrough: EpochMinute | undefined;
  /** The newest minute that may be sealed at this tick. */
  readonly newest: EpochMinute;
  readonly tick: EpochMs;
  readonly hasTime: () => boolean;
  /** Asked before markers are removed: not where a part that somebody else seals would go without their events. */
  readonly mayRemove: () => Promise<boolean>;
}

/** Read at a time: a backfill of days has more than a tick can do. */
const MARKERS_PER_TICK = 2_000;
/** How long after its marker a segment may still be on its way, by a clock that is as far off as ours may be. */
const grace = durationMs(budgets.ingestTimeout + 2 * budgets.clockSkew);
/** Another evaluator may be this many minutes ahead, and sealing the hour in this moment. */
const MINUTES_AHEAD = 3;

/**
 * Seals marked minutes again, hour by hour, newest first. A marker is removed only when its minute, hour and day were set
 * by a re-seal that began after the segment had surely been written; in every other case it stays for the next tick.
 */
export const resealLate = async (
  { markers, clock }: { readonly markers: LateMarkers; readonly clock: Clock },
  sealer: Sealer,
  { sealedThrough, newest, tick, hasTime, mayRemove }: Situation,
): Promise<Pick<SealReport, 'resealed' | 'waiting'>> => {
  const waiting = await markers.read(tick, MARKERS_PER_TICK);
  let [resealed, removed] = [0, 0];
  const remove = async (done: readonly LateMarker[]): Promise<void> => {
    await someAtOnce(done, (marker) => markers.remove(marker));
    removed += done.length;
  };
  const isTooOld = ({ minute }: LateMarker): boolean => between(minute, minuteOf(tick)) >= retention.wholeSegments;
  await remove(waiting.filter(isTooOld));

  const due = waiting.filter(
    (marker) => !isTooOld(marker) && sealedThrough !== undefined && marker.minute <= sealedThrough,
  );
  const byHour = [...Map.groupBy(due, ({ minute }) => hourOf(minute))].sort(([left], [right]) => right - left);
  for (const [hour, marked] of byHour) {
    if (!hasTime() || sealedThrough === undefined) break;
    const startedAt = clock.now();
    const done = new Set<EpochMinute>();
    for (const minute of new Set(marked.map((marker) => marker.minute)))
      if (hasTime() && (await sealer.sealAgain(minute)) !== undefined) done.add(minute);
    resealed += done.size;
    // Also of an hour that the time was too short for: else it would begin anew at each tick, and none behind it would ever.
    if (done.size === 0 || !(await sealLonger(sealer, hour, sealedThrough, newest))) continue;
    const settled = marked.filter(({ minute, writtenAt }) => done.has(minute) && addMs(writtenAt, grace) <= startedAt);
    if (settled.length > 0 && (await mayRemove())) await remove(settled);
  }
  return { resealed, waiting: waiting.length - removed };
};

/** The hour and the day of minutes that were sealed again. False where they may be in the making from the minutes as they were. */
const sealLonger = async (
  sealer: Sealer,
  hour: EpochMinute,
  sealedThrough: EpochMinute,
  newest: EpochMinute,
): Promise<boolean> => {
  const lastOfHour = addMinutes(hour, MINUTES_PER_HOUR - 1);
  if (sealedThrough < lastOfHour) return addMinutes(newest, MINUTES_AHEAD) < lastOfHour;
  if (!(await sealer.sealHour(hour))) return false;
  const day = dayOf(hour);
  const lastOfDay = addMinutes(day, MINUTES_PER_DAY - 1);
  if (sealedThrough < lastOfDay) return addMinutes(newest, MINUTES_AHEAD) < lastOfDay;
  return sealer.sealDay(day);
};
