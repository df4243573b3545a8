import { it } from 'vitest';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';

it(
  'rules change while incidents are open, and each incident still comes to its end',
  () =>
    expectPromisesHold(
      { nth: 5, often: { limit: 6, rule: 5, crash: 2, trouble: 4 } },
      { runs: 1_500, reach: ['opened', 'de-escalated', 'resolved', 'closed'] },
    ),
  PATIENCE,
);
