import type { Subscription } from '../settings/subscription.ts';
import { filterProblems } from './subscription-filter.ts';
import type { SubscriptionsProps } from './subscriptions.ts';

/** What it goes to, as its owner wrote it. */
const endpointOf = (subscription: Subscription): string => {
  switch (subscription.kind) {
    case 'email':
      return subscription.address;
    case 'sqs':
      return subscription.queueArn;
    case 'lambda':
      return subscription.functionArn;
    case 'https':
      return subscription.url;
    case 'pagerDuty':
    case 'opsgenie':
    case 'slack':
    case 'webhook':
      return subscription.parameter;
  }
};

/** Of an address only the host: the rest may be a secret, and names are in every log. */
const labelOf = (subscription: Subscription): string => {
  const endpoint = endpointOf(subscription);
  switch (subscription.kind) {
    case 'https':
      return new URL(endpoint).host;
    case 'sqs':
    case 'lambda':
      return endpoint.split(':').slice(5).join(' ');
    case 'email':
    case 'pagerDuty':
    case 'opsgenie':
    case 'slack':
    case 'webhook':
      return endpoint;
  }
};

/**
 * One name for each, by what it goes to and not by its place in the list: else one that is put in at the beginning would have
 * all queues made anew, and what waits in the old ones would be gone.
 */
export const subscriptionNames = (subscriptions: readonly Subscription[]): readonly string[] => {
  const times = new Map<string, number>();
  return subscriptions.map((subscription) => {
    const name = `${subscription.kind} ${labelOf(subscription).replace(/^\//, '').replaceAll('/', '-')}`;
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name} ${time}`;
  });
};

/** All that is wrong with the subscriptions, a line each. */
export const subscriptionProblems = ({
  subscriptions,
  emails,
  guardrails,
}: Pick<SubscriptionsProps, 'subscriptions' | 'emails' | 'guardrails'>): readonly string[] => {
  const taken = new Set(emails.map((address) => `email ${address}`));
  return subscriptions.flatMap((subscription, index) => {
    const place = `subscriptions.${index}`;
    const filters = filterProblems(subscription, guardrails).map((problem) => `${place}.${problem}`);
    // Those that go through a queue of their own may share a parameter.
    if ('parameter' in subscription) return filters;
    const endpoint = `${subscription.kind} ${endpointOf(subscription)}`;
    const isTaken = taken.has(endpoint);
    taken.add(endpoint);
    return isTaken
      ? [
          ...filters,
          `${place}: expected each once, also beside emails, got ${endpoint} again; SNS allows it one filter`,
        ]
      : filters;
  });
};
