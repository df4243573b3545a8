import { type EpochMs, epochMs } from '../../shared/core/units.ts';

/** What EventBridge Scheduler sends: `<aws.scheduler.scheduled-time>`, ISO 8601. */
export interface TickEvent {
  readonly scheduledTime: string;
}

export const tickOf = ({ scheduledTime }: TickEvent): EpochMs => {
  const time = Date.parse(scheduledTime);
  if (Number.isNaN(time)) {
    throw new Error(
      'scheduledTime: expected an ISO 8601 time from the schedule, such as 2026-03-02T09:00:00Z; is the function invoked by hand?',
    );
  }
  return epochMs(time);
};
