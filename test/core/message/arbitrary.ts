import fc from 'fast-check';
import type { Explanation } from '../../../shared/core/explain/explanation.ts';
import { kinds } from '../../../shared/core/guardrail/guardrail.ts';
import { type Notification, notificationReasons } from '../../../shared/core/incident/notification.ts';
import { addMinutes } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import { aCulprit, aMember, anImpact, aNotification, aWho } from '../../support/notifications.ts';
import { aProof } from '../../support/proofs.ts';

/** Text as the worst of producers sends it: any code point, control characters and lone surrogates among them. */
const wildText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 150 }),
  fc
    .array(
      fc.constantFrom('\ud800', '\udfff', '\u202e', '\u2028', '\n', '\r', '\0', '"', '\\', '`', '$(x)', '支', '💳'),
      {
        maxLength: 60,
      },
    )
    .map((pieces) => pieces.join('')),
);

const groups = fc.oneof(
  fc.constant(''),
  wildText,
  wildText.map((value) => `bank=${value}`),
);
const minutes = fc.integer({ min: -3000, max: 0 }).map((offset) => addMinutes(THIS_MINUTE, offset));

const span = { from: minutes, to: minutes };
const share = fc.double({ min: 0, max: 1, noNaN: true });
const number = fc.double({ min: 0, max: 1e9, noNaN: true });
const code = fc.constantFrom('CNY', 'JPY', 'KWD');
const currency = fc.oneof(wildText, code);
const amount = fc.maxSafeNat();
const plainly = { noNullPrototype: true };

const burns = fc.record(
  {
    factor: number,
    limit: number,
    short: fc.record({ ...span, bad: fc.nat(9), total: fc.nat(9) }, plainly),
  },
  plainly,
);

const months = fc.record(
  {
    end: minutes,
    against: fc.constantFrom('this-month' as const, 'previous-month' as const),
    projected: fc.record(
      { bad: number, total: number, amount: number },
      { requiredKeys: ['bad', 'total'], noNullPrototype: true },
    ),
    reached: fc.record({ count: fc.nat(), amount, total: fc.nat() }, { requiredKeys: [], noNullPrototype: true }),
    // A rule's own, which is checked when it is loaded.
    amount: fc.record({ value: amount, currency: code }, plainly),
    crossesAt: minutes,
  },
  { requiredKeys: ['end', 'against', 'projected', 'reached'], noNullPrototype: true },
);

const proofs = fc
  .record(
    {
      bad: fc.nat(1_000),
      probability: share,
      limitText: fc.constantFrom('5%', '800ms', '20/min', '3/s', '2x baseline', '1x budget', '1.5% and 1,500'),
      limit: share,
      from: minutes,
      normal: fc.record({ rate: number, limit: number, weeks: fc.integer({ min: 3, max: 4 }) }, plainly),
      burn: burns,
      month: months,
    },
    { requiredKeys: ['bad', 'probability', 'limitText', 'limit', 'from'], noNullPrototype: true },
  )
  .map(({ from, ...proof }) => aProof({ ...proof, total: 1_000, from, to: addMinutes(from, 2) }));

const budgets = fc.record(
  {
    group: groups,
    ...span,
    bad: fc.nat(),
    total: fc.nat(),
    left: fc.double({ min: -1e6, max: 1, noNaN: true }),
    goneAt: minutes.map((minute) => addMinutes(minute, 2000)),
    objective: wildText,
    days: fc.integer({ min: 7, max: 90 }),
  },
  { requiredKeys: ['group', 'from', 'to', 'bad', 'total', 'left', 'objective', 'days'], noNullPrototype: true },
);

const members = fc.record({ group: groups, proof: proofs }).map(aMember);

const culprits = fc.array(groups, { minLength: 1, maxLength: 2 }).map((values) => aCulprit({ values }));

const explanations: fc.Arbitrary<Explanation> = fc.oneof(
  wildText.map((reason) => ({ kind: 'unknown' as const, reason })),
  fc
    .tuple(culprits, fc.option(culprits))
    .map(([first, second]) => aWho({ culprits: second === null ? [first] : [first, second] })),
  fc.tuple(culprits, culprits).map((tied) => ({ ...aWho(), kind: 'tied' as const, culprits: tied })),
);

const impacts = fc
  .record({
    amounts: fc.tuple(fc.record({ currency, amount }, plainly)),
    atLeast: fc.boolean(),
  })
  .map(anImpact);

const hidden = fc.record({
  reason: fc.constantFrom(...notificationReasons),
  severity: fc.constantFrom('critical' as const, 'warning' as const),
  at: minutes,
});

/** A notification with arbitrary text in every field that comes from outside or from a rule's prose. */
export const notifications: fc.Arbitrary<Notification> = fc
  .record(
    {
      reason: fc.constantFrom(...notificationReasons),
      severity: fc.constantFrom('critical' as const, 'warning' as const),
      guardrail: fc.record(
        {
          id: fc.stringMatching(/^[a-z][a-z0-9-]{0,63}$/),
          name: wildText,
          kind: fc.constantFrom(...kinds),
          description: wildText,
          owner: wildText,
          runbook: wildText,
          countBy: wildText,
        },
        { requiredKeys: ['id', 'name', 'kind'], noNullPrototype: true },
      ),
      until: minutes,
      ending: fc.constantFrom('no-traffic' as const, 'rule-removed' as const, 'rule-changed' as const),
      members: fc.array(members, { maxLength: 10 }),
      peak: fc.record({ group: groups, proof: proofs }, { noNullPrototype: true }),
      spreadTo: fc.array(groups, { maxLength: 15 }),
      groups: fc.array(groups, { maxLength: 15 }),
      stale: fc.record({ since: minutes, groups: fc.array(groups, { maxLength: 15 }) }, { noNullPrototype: true }),
      reopenings: fc.nat(9),
      ruleChangedAt: minutes,
      hidden: fc.array(hidden, { maxLength: 20 }),
      silence: fc.record({ id: wildText, by: wildText, why: wildText, until: minutes }, { noNullPrototype: true }),
      who: explanations,
      impact: impacts,
      budget: budgets,
      examples: fc.array(wildText, { maxLength: 3 }),
      merged: fc.nat(3),
    },
    {
      requiredKeys: ['reason', 'severity', 'guardrail', 'members', 'peak', 'hidden', 'merged'],
      noNullPrototype: true,
    },
  )
  .map((overrides) => aNotification(overrides));
