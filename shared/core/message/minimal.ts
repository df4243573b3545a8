import { dedupKey, type Notification } from '../incident/notification.ts';
import { WHOLE } from '../rollup/series.ts';
import { attributesOf } from './attributes.ts';
import { statusWord } from './headline.ts';
import { jsonText } from './json.ts';
import type { Origin, RenderedMessage } from './rendered.ts';

/**
 * A message without anything that came from outside or from a rule's prose: sent when SNS refuses the full one, so that
 * somebody learns at least what is broken.
 */
export const minimalMessage = (notification: Notification, origin: Origin): RenderedMessage => {
  const line = `${statusWord(notification)} ${notification.guardrail.id}`;
  return {
    subject: line,
    text: `${line}\n\nThe full message was refused by SNS. Incident: ${dedupKey(notification)}`,
    sms: line,
    json: jsonText(bare(notification), origin),
    attributes: attributesOf(notification),
  };
};

/** Names what stays, so that a fact which is added some day is not sent by oversight. */
const bare = (notification: Notification): Notification => {
  const { incident, sequence, reason, severity, at, since, openedAt, until, ending, merged } = notification;
  const { id, kind, percentile } = notification.guardrail;
  return {
    incident,
    sequence,
    reason,
    severity,
    at,
    since,
    openedAt,
    ...(until === undefined ? undefined : { until }),
    ...(ending === undefined ? undefined : { ending }),
    guardrail: { id, name: id, kind, ...(percentile === undefined ? undefined : { percentile }) },
    peak: { ...notification.peak, group: WHOLE },
    members: [],
    moreMembers: notification.moreMembers + notification.members.length,
    hidden: [],
    merged,
  };
};
