import fc from 'fast-check';
import { MOST_RULES, type Rule, ruleKinds, VARIANTS } from './rules.ts';
import type { Refusal } from './topic.ts';
import { BANKS, type Course, flows, STREAMS } from './traffic.ts';

/** What happens next in a history. A tick is one minute after the one before unless a gap came between. */
export type Step =
  | { readonly kind: 'traffic'; readonly rule: number; readonly bank: number | 'all'; readonly course: Course }
  /** Payments go bad for so many ticks, and are good again until there was time to recover. */
  | { readonly kind: 'trouble'; readonly rule: number; readonly ticks: number; readonly calmMinutes: number }
  | { readonly kind: 'ticks'; readonly count: number }
  | { readonly kind: 'gap'; readonly minutes: number }
  /** The scheduled time of the last tick once more. */
  | { readonly kind: 'again' }
  /** Two evaluators of one tick, the second so many turns late and so much slower. */
  | { readonly kind: 'twins'; readonly lag: number; readonly pace: number }
  /** A tick whose call numbered `call` fails; `dies`: and all after it. `retried`: invoked again for the same time. */
  | {
      readonly kind: 'crash';
      readonly call: number;
      readonly when: 'before' | 'after';
      readonly dies: boolean;
      readonly retried: boolean;
    }
  | { readonly kind: 'outage'; readonly ticks: number }
  /** SNS will never take the next new message, as it is or in any form, or the next digest. */
  | { readonly kind: 'refusal'; readonly forms: Refusal }
  | {
      readonly kind: 'silence';
      readonly rule: number | 'all';
      readonly bank: number | 'any';
      readonly minutes: number;
    }
  | { readonly kind: 'expire'; readonly nth: number }
  | { readonly kind: 'limit'; readonly rule: number; readonly variant: number }
  /** Removed where it is there, put back where it is not. */
  | { readonly kind: 'rule'; readonly rule: number };

export interface History {
  readonly rules: readonly Rule[];
  readonly steps: readonly Step[];
  /** How it ends: with good payments, or with none at all. */
  readonly ending: 'calm' | 'stopped';
}

const below = (count: number): fc.Arbitrary<number> => fc.nat({ max: count - 1 });
const is = <Kind extends Step['kind']>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);
const rule = below(MOST_RULES);

/** Simplest first: what is found shrinks towards the first of these. */
const arbitraries: { readonly [Kind in Step['kind']]: fc.Arbitrary<Step> } = {
  ticks: fc.record({ kind: is('ticks'), count: fc.integer({ min: 1, max: 4 }) }),
  traffic: fc.record({
    kind: is('traffic'),
    rule,
    bank: fc.oneof(fc.constant('all' as const), below(BANKS)),
    course: fc.record({
      flow: fc.constantFrom(...flows, 'critical-bad' as const),
      thin: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  }),
  trouble: fc.record({
    kind: is('trouble'),
    rule,
    ticks: fc.integer({ min: 1, max: 3 }),
    calmMinutes: fc.oneof(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 5, max: 50 })),
  }),
  gap: fc.record({
    kind: is('gap'),
    minutes: fc.oneof(
      fc.integer({ min: 2, max: 15 }),
      fc.integer({ min: 2, max: 70 }),
      fc.integer({ min: 71, max: 1_560 }),
    ),
  }),
  again: fc.record({ kind: is('again') }),
  twins: fc.record({ kind: is('twins'), lag: below(60), pace: below(4) }),
  crash: fc.record({
    kind: is('crash'),
    call: fc.integer({ min: 1, max: 24 }),
    when: fc.constantFrom('before', 'after'),
    dies: fc.boolean(),
    retried: fc.boolean(),
  }),
  outage: fc.record({
    kind: is('outage'),
    ticks: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 90 })),
  }),
  refusal: fc.record({ kind: is('refusal'), forms: fc.constantFrom('full', 'both', 'digest') }),
  silence: fc.record({
    kind: is('silence'),
    rule: fc.oneof(fc.constant('all' as const), rule),
    bank: fc.oneof(fc.constant('any' as const), below(BANKS)),
    minutes: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 600 })),
  }),
  expire: fc.record({ kind: is('expire'), nth: below(4) }),
  limit: fc.record({ kind: is('limit'), rule, variant: below(VARIANTS) }),
  rule: fc.record({ kind: is('rule'), rule }),
};

const usual: Readonly<Record<Step['kind'], number>> = {
  ticks: 20,
  traffic: 10,
  trouble: 3,
  gap: 4,
  again: 1,
  twins: 1,
  crash: 1,
  outage: 1,
  refusal: 1,
  silence: 1,
  expire: 1,
  limit: 1,
  rule: 1,
};

export interface Theme {
  /** How often a kind of step comes, where not as usual. */
  readonly often?: Partial<Record<Step['kind'], number>>;
  readonly rules?: { readonly min: number; readonly max: number };
  readonly steps?: { readonly min: number; readonly max: number };
}

/** Histories in which all that may happen does, and some of it more often. */
export const histories = ({
  often = {},
  rules = { min: 1, max: 3 },
  steps = { min: 1, max: 24 },
}: Theme): fc.Arbitrary<History> => {
  const weights = { ...usual, ...often };
  const step = fc.oneof(
    ...Object.entries(arbitraries).map(([kind, arbitrary]) => ({ arbitrary, weight: weights[kind as Step['kind']] })),
  );
  return fc.record({
    rules: fc.array(fc.record({ kind: fc.constantFrom(...ruleKinds, 'rate' as const), stream: below(STREAMS) }), {
      minLength: rules.min,
      maxLength: rules.max,
      size: 'max',
    }),
    steps: fc.array(step, { minLength: steps.min, maxLength: steps.max, size: 'max' }),
    ending: fc.constantFrom('calm', 'stopped'),
  });
};
