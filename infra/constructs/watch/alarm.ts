import type { AlarmProps } from 'aws-cdk-lib/aws-cloudwatch';

/** An alarm as a person is to hear of it. */
export interface WatchAlarmProps extends Pick<
  AlarmProps,
  'metric' | 'comparisonOperator' | 'threshold' | 'evaluationPeriods' | 'datapointsToAlarm'
> {
  /** What is wrong when it sounds, and what that does to incidents. */
  readonly means: string;
  /** The first thing to do. */
  readonly act: string;
  /** Its heading in docs/operations.md, as an anchor. */
  readonly runbook: string;
  /** What no data means. Said for each: CloudWatch's own default would let an alarm sleep in INSUFFICIENT_DATA. */
  readonly treatMissingData: NonNullable<AlarmProps['treatMissingData']>;
  /** Whether it says when it is over: not where the numbers return to zero and the harm stays. */
  readonly tellsEnd: boolean;
}

/** Adds an alarm to the watch, which knows whom to tell. */
export type AddAlarm = (id: string, props: WatchAlarmProps) => void;

/** The operator has the repository at hand, and no web page of ours could be of just his release. */
export const runbookOf = (anchor: string): string => `Runbook: docs/operations.md#${anchor}`;
