import fc from 'fast-check';
import { budgets } from '../../shared/budgets.ts';
import { type DurationMs, durationMs, seconds } from '../../shared/core/units.ts';
import type { Conditions, Fault } from './invocation.ts';
import type { Eve, Release } from './past.ts';

type Pace = Omit<Conditions, 'skew'>;

/** An evaluator that is called for a minute, some time after it began. */
export interface Evaluator extends Pace {
  /** Missing: that of all the others. */
  readonly release?: Release;
  readonly delay: DurationMs;
}

/** Events that a producer sends at once. */
export interface Sending extends Pace {
  /** When in its minute. */
  readonly offset: DurationMs;
  /** For each event, how many minutes ago it was; and its place among those of that minute. Two of one place are one event. */
  readonly events: readonly {
    readonly age: number;
    readonly place: number;
    readonly outcome: 'succeeded' | 'failed';
  }[];
  /** How long after it was not told that all is well the producer sends the same again; undefined: never. */
  readonly again: DurationMs | undefined;
}

/** A minute, and how many pass after it in which nobody does anything. */
export interface Minute {
  readonly evaluators: readonly Evaluator[];
  readonly sendings: readonly Sending[];
  readonly gap: number;
}

export interface History {
  readonly eve: Eve;
  /** How many minutes before the hour, or the day, ends it begins. */
  readonly lead: number;
  /** By how much the clocks of those who take events are ahead of the evaluators'. */
  readonly skew: DurationMs;
  readonly minutes: readonly Minute[];
}

const seeds = fc.nat({ max: 1_000_000 });

type Way = Fault['how'];

const faultOf = (most: number, longest: number, held: number): fc.Arbitrary<Fault | undefined> => {
  const call = fc.oneof(fc.integer({ min: 1, max: Math.ceil(most / 2) }), fc.integer({ min: 1, max: most }));
  const faults = (ways: readonly Way[], hold: fc.Arbitrary<number>): fc.Arbitrary<Fault> =>
    fc.record({ call, how: fc.constantFrom(...ways), hold: hold.map(seconds) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: faults(['lost', 'unanswered', 'refused', 'answer lost'], fc.constant(0)) },
    { weight: held, arbitrary: faults(['held', 'answer held'], fc.integer({ min: 1, max: longest })) },
  );
};

const evaluators: fc.Arbitrary<Evaluator> = fc.record({
  seed: seeds,
  // Scheduler and Lambda each give a tick up after a minute.
  delay: fc
    .oneof(
      { weight: 3, arbitrary: fc.nat({ max: 3 }) },
      { weight: 1, arbitrary: fc.nat({ max: 30 }) },
      { weight: 2, arbitrary: fc.nat({ max: 120 }) },
    )
    .map(seconds),
  slowest: fc.constantFrom(10, 10, 200, 2_000, 6_000, 6_000).map(durationMs),
  fault: faultOf(40, 45, 3),
});

const ages = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 5 }) },
  { weight: 3, arbitrary: fc.integer({ min: 3, max: 66 }) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 2_879 }) },
);

const sendings: fc.Arbitrary<Sending> = fc.record({
  seed: seeds,
  offset: fc.oneof(fc.nat({ max: 59_999 }), fc.integer({ min: 40_000, max: 46_000 })).map(durationMs),
  events: fc.array(
    fc.record({ age: ages, place: fc.nat({ max: 2 }), outcome: fc.constantFrom('succeeded', 'failed') }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  slowest: fc.constantFrom(10, 1_000, 5_000, 10_000).map(durationMs),
  fault: faultOf(4, 9, 1),
  again: fc.option(fc.nat({ max: 150 }).map(seconds), { nil: undefined }),
});

/** Begun before a marker is asked for, or a little after, and as slow as a write may be: it arrives about when its minute is sealed. */
const justInTime: fc.Arbitrary<Sending> = fc.record({
  seed: seeds,
  offset: fc.integer({ min: 42_000, max: 57_000 }).map(durationMs),
  events: fc.constant([{ age: 2, place: 3, outcome: 'failed' as const }]),
  slowest: fc.constantFrom(10, 1_000).map(durationMs),
  fault: fc.record({
    call: fc.constantFrom(1, 2),
    how: fc.constant('held'),
    hold: fc.integer({ min: 5, max: 9 }).map(seconds),
  }),
  again: fc.constant(undefined),
});

/** All that may happen, anyhow. */
export const histories: fc.Arbitrary<History> = fc.record({
  eve: fc.oneof(
    { weight: 11, arbitrary: fc.constant('hour' as const) },
    { weight: 1, arbitrary: fc.constant('day' as const) },
  ),
  lead: fc.nat({ max: 1 }),
  skew: fc.constantFrom(0, 1, -1).map((sign) => durationMs(sign * budgets.clockSkew)),
  minutes: fc.array(
    fc.record({
      evaluators: fc.oneof(
        { weight: 2, arbitrary: fc.array(evaluators, { minLength: 1, maxLength: 1 }) },
        { weight: 3, arbitrary: fc.array(evaluators, { minLength: 2, maxLength: 2 }) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
      sendings: fc.array(fc.oneof({ weight: 3, arbitrary: sendings }, { weight: 1, arbitrary: justInTime }), {
        maxLength: 3,
      }),
      gap: fc.oneof(
        { weight: 30, arbitrary: fc.constant(0) },
        { weight: 2, arbitrary: fc.nat({ max: 5 }) },
        { weight: 1, arbitrary: fc.integer({ min: 6, max: 100 }) },
      ),
    }),
    { minLength: 1, maxLength: 7, size: 'max' },
  ),
});

const undisturbed: fc.Arbitrary<Evaluator> = fc.record({
  seed: seeds,
  delay: fc.nat({ max: 5 }).map(seconds),
  slowest: fc.constantFrom(10, 2_000).map(durationMs),
  fault: fc.constant(undefined),
});

/** Stands still in the middle of its work while the others go on. */
const held: fc.Arbitrary<Evaluator> = fc.record({
  seed: seeds,
  delay: fc.oneof(fc.nat({ max: 5 }), fc.integer({ min: 40, max: 119 })).map(seconds),
  slowest: fc.constant(durationMs(10)),
  fault: fc.record({
    call: fc.oneof(fc.integer({ min: 3, max: 16 }), fc.integer({ min: 2, max: 30 })),
    how: fc.constantFrom('held', 'answer held'),
    hold: fc.integer({ min: 5, max: 49 }).map(seconds),
  }),
});

const lately: fc.Arbitrary<Sending> = fc.record({
  seed: seeds,
  offset: fc.nat({ max: 59_999 }).map(durationMs),
  events: fc.array(
    fc.record({ age: fc.integer({ min: 5, max: 40 }), place: fc.nat({ max: 3 }), outcome: fc.constant('failed') }),
    { minLength: 1, maxLength: 1 },
  ),
  slowest: fc.constantFrom(10, 5_000).map(durationMs),
  fault: fc.option(
    fc.record({ call: fc.constant(2), how: fc.constant('held'), hold: fc.nat({ max: 9 }).map(seconds) }),
    { nil: undefined },
  ),
  again: fc.constant(undefined),
});

/** While an hour ends: events of it come late, and some evaluators stand still where it hurts. */
export const races: fc.Arbitrary<History> = fc.record({
  eve: fc.constant('hour'),
  lead: fc.constantFrom(0, -1),
  skew: fc.constantFrom(0, 1, -1).map((sign) => durationMs(sign * budgets.clockSkew)),
  minutes: fc.array(
    fc.record({
      evaluators: fc.oneof(
        undisturbed.map((one) => [one]),
        held.map((one) => [one]),
        fc.tuple(undisturbed, held),
        fc.tuple(held, held),
      ),
      sendings: fc.array(lately, { maxLength: 1 }),
      gap: fc.constant(0),
    }),
    { minLength: 3, maxLength: 4, size: 'max' },
  ),
});

/** A rule is added, taken out and brought back, each while evaluators of the release before are at work. */
export const releases: fc.Arbitrary<History> = fc.record({
  eve: fc.constant('hour'),
  lead: fc.nat({ max: 1 }),
  skew: fc.constant(durationMs(0)),
  minutes: fc.array(
    fc.record({
      evaluators: fc.array(
        fc
          .tuple(fc.oneof(undisturbed, held, evaluators), fc.constantFrom<Release>('usual', 'more', 'more'))
          .map(([evaluator, release]) => ({ ...evaluator, release })),
        { minLength: 1, maxLength: 3 },
      ),
      sendings: fc.array(fc.oneof(lately, sendings), { maxLength: 2 }),
      gap: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
    }),
    { minLength: 2, maxLength: 7, size: 'max' },
  ),
});
