import type { Place } from '../../../shared/core/guardrail/problem.ts';
import type { Recording } from '../recording.ts';
import type { Scenario } from '../scenario.ts';
import { checkAt } from './at.ts';
import { checkBy } from './by.ts';
import type { Check } from './check.ts';
import { checkMessages, checkQuiet } from './messages.ts';

/** All that did not hold of a check, and what came beside it. */
export interface Failure {
  readonly misses: readonly Miss[];
  readonly context: readonly string[];
}

/** What did not come as expected, and where that is said. */
export interface Miss {
  readonly place: Place;
  readonly expected: string;
  readonly got: string;
}

/** Undefined where the check held. */
export const evaluateCheck = (check: Check, scenario: Scenario, recording: Recording): Failure | undefined => {
  switch (check.kind) {
    case 'at':
      return checkAt(check, scenario, recording);
    case 'messages':
      return checkMessages(check, recording);
    case 'quiet':
      return checkQuiet(check, recording);
    case 'by':
      return checkBy(check, recording);
  }
};
