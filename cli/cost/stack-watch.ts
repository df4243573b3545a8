import type { Watch } from './deployment.ts';

/** What a stack watches itself by where nobody chose otherwise; test/cli/cost/stack.test.ts holds it against the stack. */
export const stackWatch: Watch = {
  guardrailMetrics: true,
  alarmMetrics: 29,
  dashboards: 1,
  syntheticEvent: true,
};
