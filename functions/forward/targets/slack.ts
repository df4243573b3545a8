import { countOf } from '../../../shared/core/message/format.ts';
import { addressIn, type Target, type Told } from './target.ts';

/**
 * An incoming webhook of Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (200 `ok`; refusals
 * are a word such as `invalid_payload` or `channel_is_archived`), https://docs.slack.dev/apis/web-api/rate-limits (one message a
 * second, `Retry-After`), https://docs.slack.dev/reference/block-kit/blocks (lengths, 50 blocks).
 */
const HEADER_LENGTH = 150;
const TEXT_LENGTH = 3000;
const BLOCKS = 50;

/** A channel is read by people: the words of the mail, a block for each of its paragraphs. */
export const slack: Target = {
  tells: 'news',

  requests: (told, secret) => [
    {
      url: addressIn(secret, 'the address of an incoming webhook of Slack'),
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(payloadOf(told)),
    },
  ],

  reasonIn: (answer) => (/^[a-z_]{1,50}$/.test(answer) ? answer : ''),
};

const payloadOf = (told: Told) => {
  const [title = '', ...paragraphs] = told.message.isDigest ? digestOf(told) : paragraphsOf(told);
  return {
    // What a notification on a phone shows.
    text: escaped(title, TEXT_LENGTH),
    unfurl_links: false,
    blocks: [
      { type: 'header', text: plainText(title, HEADER_LENGTH) },
      ...paragraphs
        .slice(0, BLOCKS - 1)
        .map((paragraph) => ({ type: 'section', text: plainText(paragraph, TEXT_LENGTH) })),
    ],
  };
};

/** An empty block would be refused, and the message with it. */
const paragraphsOf = ({ news }: Told): string[] =>
  news.flatMap(({ text }) => text.split('\n\n').filter((paragraph) => paragraph.trim() !== ''));

const digestOf = ({ news }: Told): string[] => [
  `${countOf(news.length, 'guardrail')} changed at once`,
  ...news.map(({ text, incident }) => {
    const [line = ''] = text.split('\n');
    return incident === undefined ? line : `${line}\nIncident: ${incident.id}#${incident.sequence}`;
  }),
];

/** Not mrkdwn: a name from outside could be a link, or call the whole channel. */
const plainText = (text: string, length: number) => ({ type: 'plain_text', text: escaped(text, length), emoji: false });

/**
 * The three characters that Slack asks to be escaped: https://docs.slack.dev/messaging/formatting-message-text#escaping. What is
 * escaped counts, and is not cut in two.
 */
const escaped = (text: string, length: number): string => {
  const whole = escapedWhole(text);
  if (whole.length <= length) return whole;
  let beginning = '';
  for (const point of text) {
    const next = escapedWhole(point);
    if (beginning.length + next.length > length - 3) break;
    beginning += next;
  }
  return `${beginning}...`;
};

const escapedWhole = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
