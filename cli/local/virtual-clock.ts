import type { EpochMs } from '../../shared/core/units.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** A clock that stands still until it is set, so that an hour of payments passes in seconds and each run sees the same times. */
export interface VirtualClock extends Clock {
  set(time: EpochMs): void;
}

export const virtualClock = (start: EpochMs): VirtualClock => {
  let now = start;
  return {
    now: () => now,
    set: (time) => {
      if (time < now) throw new Error(`Expected a virtual clock to be set forward from ${iso(now)}, got ${iso(time)}`);
      now = time;
    },
  };
};

const iso = (time: EpochMs): string => new Date(time).toISOString();
