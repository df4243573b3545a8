import { it } from 'vitest';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';

it(
  'a silence holds back what it covers, and nothing is forgotten',
  () =>
    expectPromisesHold(
      { nth: 3, often: { silence: 8, expire: 3, trouble: 4 } },
      { runs: 1_500, reach: ['opened', 'escalated', 'reopened', 'reminder', 'resolved', 'closed'] },
    ),
  PATIENCE,
);
