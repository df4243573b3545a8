import type { Aws } from './aws.ts';
import type { Diary } from './diary.ts';
import type { Target } from './target.ts';

/** What every step of a run needs. */
export interface Session {
  readonly aws: Aws;
  readonly target: Target;
  /** As the CDK CLI names it: aws://111122223333/eu-west-1. */
  readonly place: string;
  /** Where the files of the run lie. */
  readonly folder: string;
  readonly diary: Diary;
  /** Aborted by Ctrl-C. What is cleaned up afterwards does not listen to it. */
  readonly signal: AbortSignal;
}
