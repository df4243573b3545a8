import { addMinutes, type EpochMs, minuteOf, startOf } from '../../shared/core/units.ts';
import type { Clock } from '../../shared/ports/clock.ts';

export interface Scheduler {
  /** Lets the tick that is running end. */
  stop(): Promise<void>;
}

/**
 * EventBridge Scheduler at `rate(1 minute)`: calls with the minute that it was due, on the minute. A tick that is still
 * running when the next is due is let finish, and what was due meanwhile is left out: only the newest is worth judging.
 */
export const everyMinute = (clock: Clock, tick: (scheduledTime: EpochMs) => Promise<void>): Scheduler => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const schedule = (): void => {
    if (stopped) return;
    const due = startOf(addMinutes(minuteOf(clock.now()), 1));
    timer = setTimeout(() => {
      // Timers may fire a little early; a tick ahead of its minute would judge one that has not ended.
      running = clock.now() < due ? Promise.resolve() : tick(due);
      void running.finally(schedule);
    }, due - clock.now());
  };

  schedule();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
