import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { severities } from '../../shared/core/guardrail/guardrail.ts';
import { didYouMean, nearest } from '../../shared/core/guardrail/nearest.ts';
import type { Subscription } from '../settings/subscription.ts';

type Filter = Pick<Subscription, 'severity' | 'guardrails'>;

/** As SNS reads it: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export type FilterPolicy = Readonly<Record<string, readonly unknown[]>>;

/**
 * Messages whose severity says nothing of who heard of the incident: an end has the severity that it had last, a digest the
 * worst of many, and a step from one severity to the other is news to those who filter by either. Better an end that
 * is of no interest than an opening that nobody closes.
 */
const whateverSeverity = ['escalated', 'de-escalated', 'resolved', 'closed', 'digest'];

/** A digest may hold any guardrail. */
const DIGEST = 'digest';

/** Undefined: everything comes. Alarms on Parapet itself carry no attributes, and SNS lets none through a filter. */
export const filterPolicyOf = ({ severity, guardrails }: Filter): FilterPolicy | undefined => {
  const policy = {
    ...(guardrails === undefined ? undefined : { guardrail: [...new Set(guardrails), DIGEST] }),
    ...(severity === undefined || severities.every((each) => severity.includes(each))
      ? undefined
      : { $or: [{ severity: [...new Set(severity)] }, { reason: whateverSeverity }] }),
  };
  return Object.keys(policy).length === 0 ? undefined : policy;
};

/** Of all that is asked for together: https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const COMBINATIONS = 150;

/** What is wrong with a filter, in words for the operator: SNS would refuse it minutes into a deployment, or match nothing. */
export const filterProblems = (filter: Filter, rules: readonly Pick<Guardrail, 'id'>[]): readonly string[] => {
  const { guardrails = [] } = filter;
  const known = rules.map(({ id }) => id);
  const unknown = guardrails
    .filter((id) => !known.includes(id))
    .map((id) => `guardrails: expected ids of your rules, got ${id}${didYouMean(nearest(id, known))}`);
  const policy = filterPolicyOf(filter) ?? {};
  const each = policy['$or'] === undefined ? 1 : 1 + whateverSeverity.length;
  const most = Math.floor(COMBINATIONS / each) - 1;
  const tooMany =
    guardrails.length > most
      ? [
          `guardrails: expected at most ${most} in a filter, got ${guardrails.length}; SNS allows no more. Split it in two`,
        ]
      : [];
  return [...unknown, ...tooMany];
};
