import type { Subscription } from '../subscription.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerDuty } from './pager-duty.ts';
import { slack } from './slack.ts';
import type { Target } from './target.ts';
import { webhook } from './webhook.ts';

export const targetOf = (subscription: Subscription): Target => {
  switch (subscription.kind) {
    case 'pagerDuty':
      return pagerDuty(subscription.region);
    case 'opsgenie':
      return opsgenie(subscription.region);
    case 'slack':
      return slack;
    case 'webhook':
      return webhook;
  }
};
