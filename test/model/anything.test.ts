import { it } from 'vitest';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';

it(
  'whatever happens, what is told is true, told once, and told to its end',
  () =>
    expectPromisesHold(
      { nth: 1 },
      {
        runs: 1_500,
        reach: [
          'opened',
          'escalated',
          'de-escalated',
          'spread',
          'stale',
          'resumed',
          'reminder',
          'resolved',
          'closed',
          'reopened',
        ],
      },
    ),
  PATIENCE,
);
