import { it } from 'vitest';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';

it(
  'what goes on and off is told as that',
  () =>
    expectPromisesHold(
      {
        nth: 8,
        rules: { min: 1, max: 1 },
        steps: { min: 5, max: 12 },
        often: { ticks: 3, traffic: 2, gap: 1, trouble: 60 },
      },
      { runs: 500, reach: ['reopened', 'flapping', 'resolved'] },
    ),
  PATIENCE,
);
