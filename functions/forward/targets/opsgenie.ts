import { cut } from '../../../shared/core/message/plain-text.ts';
import type { News } from '../news.ts';
import type { Request } from '../post.ts';
import { fieldOf, SecretError, type Target } from './target.ts';

/**
 * Opsgenie's alert API: https://docs.opsgenie.com/docs/alert-api (fields and lengths), https://docs.opsgenie.com/docs/response
 * (202 accepted, 422 refused, 429 and 5xx to be sent again). It ends on 5 April 2027; Jira Service Management takes the same
 * requests with an API key of its own: https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v1/api-group-integration-events,
 * and closes by alias too: https://jira.atlassian.com/browse/JSDCLOUD-14179
 */
const addresses = {
  us: 'https://api.opsgenie.com/v2/alerts',
  eu: 'https://api.eu.opsgenie.com/v2/alerts',
  jira: 'https://api.atlassian.com/jsm/ops/integration/v2/alerts',
} as const;

const MESSAGE_LENGTH = 130;
const DESCRIPTION_LENGTH = 15_000;

const priorities = { critical: 'P1', warning: 'P3' } as const satisfies Record<News['severity'], string>;

/** An alert that is open takes in those of the same alias, and keeps the priority that it had: nobody would be woken. */
const WORSE = '/escalated';

/** The alias of an alert is the key of the incident; one that became critical opens a second, and the end closes both. */
export const opsgenie = (region: keyof typeof addresses): Target => ({
  tells: 'news',

  requests: ({ news }, secret) => {
    if (!/^[\x21-\x7e]+$/.test(secret)) {
      throw new SecretError('the parameter: expected an API key of Opsgenie, got something else');
    }
    const headers = { 'Content-Type': 'application/json', Authorization: `GenieKey ${secret}` };
    const post = (url: string, body: unknown): Request => ({ url, headers, body: JSON.stringify(body) });
    const close = (alias: string): Request =>
      post(`${addresses[region]}/${encodeURIComponent(alias)}/close?identifierType=alias`, { source: 'Parapet' });
    return news.flatMap((each): readonly Request[] =>
      each.status === 'resolved'
        ? [close(each.key), close(`${each.key}${WORSE}`)]
        : [post(addresses[region], alertOf(each))],
    );
  },

  reasonIn: (answer) => {
    const message = fieldOf(answer, 'message');
    return typeof message === 'string' ? message : '';
  },
});

const alertOf = ({ key, severity, headline, text, incident }: News) => ({
  message: cut(headline, MESSAGE_LENGTH),
  alias: incident?.reason === 'escalated' ? `${key}${WORSE}` : key,
  description: cut(text, DESCRIPTION_LENGTH),
  priority: priorities[severity],
  source: 'Parapet',
  tags: ['parapet', severity],
  ...(incident === undefined
    ? undefined
    : { entity: incident.guardrail.id, details: { incident: incident.id, reason: incident.reason } }),
});
