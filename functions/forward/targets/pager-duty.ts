import { createHash } from 'node:crypto';
import { isoText } from '../../../shared/core/message/format.ts';
import { cut } from '../../../shared/core/message/plain-text.ts';
import type { News } from '../news.ts';
import type { Request } from '../post.ts';
import { fieldOf, SecretError, type Target } from './target.ts';

/**
 * PagerDuty's Events API v2. What is said of it here is from its own pages, read in November 2026:
 * https://github.com/PagerDuty/developer-docs/tree/main/docs/events-API-v2 (02-Trigger-Events.md: keys and lengths,
 * 01-Overview.md: 512 KB, 202 accepted, 400 final, 429 and 5xx to be sent again, 05-Rate-Limits.md: 120 calls a minute).
 */
const addresses = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;

const SUMMARY_LENGTH = 1024;
const KEY_LENGTH = 255;
const EVENT_BYTES = 512_000;

/**
 * Every message that is not an end is a trigger under the key of the incident. While the alert is open it only adds to it, and a
 * severity that rises makes an incident urgent (support.pagerduty.com/docs/dynamic-notifications); once somebody resolved it by
 * hand though it is still broken, the next message pages again. Never `acknowledge`, which says that a person is at it.
 */
export const pagerDuty = (region: keyof typeof addresses): Target => ({
  tells: 'news',

  requests: ({ message, news }, secret) => {
    if (!/^[\x21-\x7e]{32}$/.test(secret)) {
      throw new SecretError('the parameter: expected a routing key of PagerDuty, 32 characters, got something else');
    }
    return news.map((each): Request => ({
      url: addresses[region],
      headers: { 'Content-Type': 'application/json' },
      body: bodyOf(each, message.source, secret),
    }));
  },

  reasonIn: (answer) => {
    const errors = fieldOf(answer, 'errors');
    return Array.isArray(errors) ? errors.map(String).join('; ') : '';
  },
});

const bodyOf = (news: News, source: string, secret: string): string => {
  const key = { routing_key: secret, dedup_key: keyOf(news) };
  if (news.status === 'resolved') return JSON.stringify({ ...key, event_action: 'resolve' });
  const whole = JSON.stringify({ ...key, ...triggerOf(news, source, { text: news.text, facts: news.details }) });
  return Buffer.byteLength(whole, 'utf8') <= EVENT_BYTES
    ? whole
    : JSON.stringify({ ...key, ...triggerOf(news, source, { text: 'Left out: too large for PagerDuty.' }) });
};

const triggerOf = ({ severity, headline, at, incident }: News, source: string, details: unknown) => ({
  event_action: 'trigger',
  client: 'Parapet',
  payload: {
    summary: cut(headline, SUMMARY_LENGTH),
    source,
    severity,
    timestamp: isoText(at),
    ...(incident === undefined ? undefined : { component: incident.guardrail.id }),
    custom_details: details,
  },
  ...linksOf(incident?.guardrail.runbook),
});

/** A runbook may be any text; a link that is none would be refused, and the page with it. */
const linksOf = (runbook: string | undefined) =>
  runbook !== undefined && URL.canParse(runbook) && /^https?:$/.test(new URL(runbook).protocol)
    ? { links: [{ href: runbook, text: 'Runbook' }] }
    : {};

/** A name of a stack and of an alarm can be longer together: then the end of it is a hash. */
const keyOf = ({ key }: News): string => {
  if (key.length <= KEY_LENGTH) return key;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return `${key.slice(0, KEY_LENGTH - 1 - hash.length)}~${hash}`;
};
