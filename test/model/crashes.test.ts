import { it } from 'vitest';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';

it(
  'a crash, a repeated tick or a second evaluator changes nothing of that',
  () =>
    expectPromisesHold(
      { nth: 2, often: { crash: 8, twins: 5, again: 4, trouble: 4 } },
      { runs: 1_500, reach: ['opened', 'escalated', 'reopened', 'resolved', 'closed'] },
    ),
  PATIENCE,
);
