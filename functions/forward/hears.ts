import type { Message, News } from './news.ts';
import type { Filter } from './subscription.ts';

/**
 * Steps between severities and ends are heard whatever severity they have by then: whoever heard of an incident hears
 * when it becomes another's and when it is over. So does infra/constructs/subscription-filter.ts for those that SNS filters.
 */
const steps = new Set(['escalated', 'de-escalated']);

/** Whether it is for this subscription. An alarm on Parapet itself is for all: nobody would see their guardrails break. */
export const hears = ({ severity, guardrails }: Filter, news: News): boolean => {
  const { incident } = news;
  if (incident === undefined) return true;
  if (guardrails !== undefined && !guardrails.includes(incident.guardrail.id)) return false;
  if (severity === undefined || severity.includes(news.severity)) return true;
  return news.status === 'resolved' || steps.has(incident.reason);
};

/** Of those that found no place in a digest, the keys of the guardrails that are asked for. */
export const heardMore = ({ guardrails }: Filter, { more }: Message): readonly string[] =>
  guardrails === undefined ? more : more.filter((key) => guardrails.includes(guardrailOf(key)));

/** `payment-failures-20260302T0900Z#1` -> `payment-failures`. */
export const guardrailOf = (dedupKey: string): string => dedupKey.replace(/-\d{8}T\d{4}Z#\d+$/, '');
