import { it } from 'vitest';
import { expectPromisesHold, PATIENCE } from './hold-in.ts';

it(
  'ticks may be missing for hours and payments may stop: nobody is told what was not seen',
  () =>
    expectPromisesHold(
      { nth: 6, often: { gap: 10, ticks: 12, traffic: 14, crash: 2 } },
      { runs: 1_500, reach: ['opened', 'stale', 'resumed', 'resolved', 'closed'] },
    ),
  PATIENCE,
);
