import { it } from 'vitest';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';

it(
  'of many guardrails at once few messages go out, and none is left out',
  () =>
    expectPromisesHold(
      {
        nth: 7,
        rules: { min: 6, max: 8 },
        steps: { min: 1, max: 14 },
        often: { outage: 3, refusal: 4, crash: 3, twins: 2, trouble: 8 },
      },
      { runs: 500, reach: ['digest', 'opened', 'resolved', 'refused', 'refused digest'] },
    ),
  PATIENCE,
);
