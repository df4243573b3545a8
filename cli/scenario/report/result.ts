import type { Check } from '../checks/check.ts';
import type { Failure } from '../checks/evaluate.ts';

/** What came of one scenario file. */
export interface FileResult {
  readonly file: string;
  readonly name?: string;
  /** Why it was not run, or not to its end; then there are no checks. */
  readonly problems: readonly string[];
  readonly checks: readonly CheckResult[];
  readonly seconds: number;
}

export interface CheckResult {
  readonly check: Check;
  /** Missing where it held. */
  readonly failure?: Failure;
}

export const isFine = ({ problems, checks }: FileResult): boolean => problems.length === 0 && !checks.some(isFailed);
export const isFailed = ({ failure }: CheckResult): boolean => failure !== undefined;
