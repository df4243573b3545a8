import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from './checks.ts';
import { histories, type History, races, releases } from './history.ts';
import { live } from './live.ts';
import type { Scope } from './world.ts';

const PATIENCE = 300_000;

interface Runs {
  readonly scope: Scope;
  readonly runs: number;
  /** What the histories must have met, or they say nothing of it. */
  readonly reach: readonly string[];
}

const expectPromisesHold = async (from: fc.Arbitrary<History>, { scope, runs, reach }: Runs): Promise<void> => {
  const met = new Set<string>();
  const property = fc.asyncProperty(from, async (history) => {
    const lived = await live(history, scope);
    for (const one of lived.world.met) met.add(one);
    await check(history.eve, lived);
  });
  await fc.assert(property, { numRuns: runs });
  expect([...met]).toEqual(expect.arrayContaining([...reach]));
};

it(
  'whatever comes late, crashes or runs beside it: every rollup is in the end what its raw events come to',
  () =>
    expectPromisesHold(histories, {
      scope: 'sealing',
      runs: 250,
      reach: [
        'two evaluators at once',
        'late events',
        'events in time',
        'a batch that was sent again',
        'minutes sealed again',
        'half an hour sealed at once',
        'a sealing that did not get to its end',
        'a cursor that was elsewhere by then',
      ],
    }),
  PATIENCE,
);

it(
  'an evaluator that stands still anywhere sets nothing that is older than what lies there',
  () =>
    expectPromisesHold(races, {
      scope: 'sealing',
      runs: 600,
      reach: ['minutes sealed again', 'a rollup that was another by then', 'a cursor that was elsewhere by then'],
    }),
  PATIENCE,
);

it(
  'the same where sealing is the last thing of a whole tick, and each tick that is done has advanced',
  () =>
    expectPromisesHold(histories, {
      scope: 'whole ticks',
      runs: 50,
      reach: ['done', 'old', 'a sealing that failed', 'late events'],
    }),
  PATIENCE,
);

it(
  'where rules come and go: at no moment more is said to be known than is, and in the end all is, and right',
  () =>
    expectPromisesHold(releases, {
      scope: 'sealing',
      runs: 120,
      reach: [
        'two evaluators at once',
        'a rule more',
        'a part that is not known',
        'minutes filled back',
        'a filling back that did not get to its end',
        'histories that were others by then',
        'a rollup that was another by then',
        'a cursor that was elsewhere by then',
        'minutes sealed again',
      ],
    }),
  PATIENCE,
);
