import { Template } from 'aws-cdk-lib/assertions';
import type { Settings } from '../../../infra/settings/settings.ts';
import { everything } from '../everything.ts';
import { buildStack } from '../synth.ts';
import { Deployment } from './deployment.ts';

/** Every source, and every kind of subscription that has a role of its own. */
const widest: Partial<Settings> = {
  emails: ['oncall@example.com'],
  sources: everything.sources ?? {},
  subscriptions: [
    { kind: 'pagerDuty', parameter: '/pagerDuty/Key' },
    { kind: 'opsgenie', parameter: '/opsgenie/Key', region: 'us' },
    { kind: 'slack', parameter: '/slack/Key' },
    { kind: 'webhook', parameter: '/webhook/Key' },
  ],
};

/** The stack with all that it can have, as if it were deployed on one machine. */
export const deployed = (settings: Partial<Settings> = widest): Deployment =>
  new Deployment(Template.fromStack(buildStack(settings)));
