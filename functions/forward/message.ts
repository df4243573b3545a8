import type * as z from 'zod';
import { headline } from '../../shared/core/message/headline.ts';
import { plain } from '../../shared/core/message/plain-text.ts';
import type { Origin } from '../../shared/core/message/rendered.ts';
import { alertSchema } from '../../shared/core/message/schema.ts';
import { emailText } from '../../shared/core/message/text.ts';
import { type Facts, notificationOf, timeOf } from './facts.ts';
import type { Message, News } from './news.ts';
import { envelopeSchema, isDigest, type Published, publishedSchema, type PublishedIncident } from './published.ts';

/** Who tells: named in messages, and part of the keys by which a pager knows an incident. */
export interface Teller extends Origin {
  readonly stackName: string;
}

/** The body of a message of the queue. Throws a {@link MessageError} where it is none of ours. */
export const readMessage = (body: string, stackName: string): Message => {
  const envelope = parsed(envelopeSchema, body, 'what SNS puts into a queue, without raw delivery');
  const published = parsed(publishedSchema, envelope.Message, 'an alert of Parapet or an alarm of CloudWatch');
  const [, , , region = '', accountId = ''] = envelope.TopicArn.split(':');
  const teller = { accountId, region, stackName };
  const { parapet } = published;
  return {
    id: envelope.MessageId,
    dedupKey: envelope.MessageAttributes?.dedupKey?.Value ?? envelope.MessageId,
    source: sourceOf(teller),
    news: newsOf(published, teller),
    isDigest: isDigest(parapet),
    status: statusOf(published),
    at: timeOf(published.StateChangeTime),
    more: isDigest(parapet) ? parapet.more : [],
    omitted: isDigest(parapet) ? parapet.omitted : 0,
    json: envelope.Message,
  };
};

/** A message that no release of ours published so. It says what was expected, and nothing of what came. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
}

const parsed = <Schema extends z.ZodType>(schema: Schema, text: string, expected: string): z.infer<Schema> => {
  const result = schema.safeParse(parseJson(text, expected));
  if (result.success) return result.data;
  const at = result.error.issues[0]?.path.join('.') ?? '';
  throw new MessageError(`message: expected ${expected}${at === '' ? '' : `; ${at} is another`}`);
};

const parseJson = (text: string, expected: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new MessageError(`message: expected ${expected}, got no JSON`);
  }
};

/** `Parapet/eu-west-1/123456789012`. */
export const sourceOf = ({ stackName, region, accountId }: Teller): string => `${stackName}/${region}/${accountId}`;

/** What is not known to be well is not. */
const statusOf = ({ NewStateValue }: Published): News['status'] => (NewStateValue === 'OK' ? 'resolved' : 'firing');

const newsOf = (published: Published, teller: Teller): readonly News[] => {
  const { parapet } = published;
  if (parapet === undefined) return [alarmNews(published, teller)];
  // Strict: what another release wrote is told by its headline, not in words of this one that might not fit.
  const known = alertSchema.safeParse(published).data?.parapet;
  if (!isDigest(parapet)) {
    const facts = known === undefined || 'digest' in known ? undefined : known;
    return [incidentNews(parapet, facts, teller, published.NewStateReason)];
  }
  const facts = known !== undefined && 'digest' in known ? known.digest : [];
  return parapet.digest.map((each, index) => incidentNews(each, facts[index], teller));
};

const incidentNews = (
  told: PublishedIncident,
  facts: Facts | undefined,
  teller: Teller,
  line: string = `${plain(told.guardrail.name)}: ${told.reason}`,
): News => {
  const { status, severity } = told;
  const { id, name, runbook } = told.guardrail;
  const words = wordsOf(facts, teller) ?? briefly(told, plain(line));
  return {
    key: `${sourceOf(teller)}/${told.incident}`,
    status,
    severity,
    ...words,
    at: timeOf(told.at),
    incident: {
      id: told.incident,
      sequence: told.sequence,
      reason: told.reason,
      guardrail: { id, name, ...(runbook === undefined ? undefined : { runbook }) },
    },
    details: told,
  };
};

type Words = Pick<News, 'headline' | 'text'>;

/** In the words of the mail. A fault in wording must not hold up a page. */
const wordsOf = (facts: Facts | undefined, teller: Teller): Words | undefined => {
  if (facts === undefined) return undefined;
  try {
    const notification = notificationOf(facts);
    return { headline: headline(notification), text: emailText(notification, teller) };
  } catch {
    return undefined;
  }
};

const briefly = ({ status, severity, dedupKey }: PublishedIncident, line: string): Words => ({
  headline: line,
  text: `${(status === 'resolved' ? status : severity).toUpperCase()}: ${line}\n\nIncident: ${dedupKey}`,
});

/** Parapet itself is in trouble, or no longer: nothing is worse, for nobody sees the payments. */
const alarmNews = (alarm: Published, teller: Teller): News => {
  const name = plain(alarm.AlarmName);
  const description = (alarm.AlarmDescription ?? '').split('\n').map(plain).join('\n');
  return {
    key: `${sourceOf(teller)}/${alarm.AlarmName}`,
    status: statusOf(alarm),
    severity: 'critical',
    headline: `Parapet itself: ${name}`,
    text: [`${alarm.NewStateValue}: ${name}`, description, plain(alarm.NewStateReason)]
      .filter((block) => block !== '')
      .join('\n\n'),
    at: timeOf(alarm.StateChangeTime),
    details: { AlarmName: alarm.AlarmName, AlarmDescription: description, NewStateReason: alarm.NewStateReason },
  };
};
