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

const proofs = fc
  .record({
    bad: fc.nat(1_000),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    limitText: fc.constantFrom('5%', '800ms', '20/min', '3/s'),
    limit: fc.double({ min: 0, max: 1, noNaN: true }),
    from: minutes,
  })
  .map(({ from, ...proof }) => aProof({ ...proof, total: 1_000, from, to: addMinutes(from, 2) }));

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
    currency: fc.oneof(wildText, fc.constantFrom('CNY', 'JPY', 'KWD')),
    amount: fc.maxSafeNat(),
    atLeast: fc.boolean(),
  })
  .map(({ currency, amount, atLeast }) => anImpact({ amounts: [{ currency, amount }], atLeast }));

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
      examples: fc.array(wildText, { maxLength: 3 }),
      merged: fc.nat(3),
    },
    {
      requiredKeys: ['reason', 'severity', 'guardrail', 'members', 'peak', 'hidden', 'merged'],
      noNullPrototype: true,
    },
  )
  .map((overrides) => aNotification(overrides));
