import { limits } from '../limits.ts';
import type { RenderedMessage } from './rendered.ts';

/** The body of a Publish call with `MessageStructure: json`: mail and, by default, everything else gets the text; programs get JSON. */
export const bodyByProtocol = ({ text, sms, json }: RenderedMessage): string =>
  JSON.stringify({
    default: text,
    email: text,
    sms,
    ...Object.fromEntries(programs.map((protocol) => [protocol, json])),
  });

const programs = ['email-json', 'sqs', 'lambda', 'http', 'https', 'firehose'] as const;

/**
 * What SNS would refuse, found before it is asked: emulators take anything, so that a message too long would first fail
 * on the night it matters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const refusalOf = (message: RenderedMessage): string | undefined => {
  const { subject, attributes } = message;
  if (!/^[!-~][ -~]*$/.test(subject)) return 'subject: expected printable ASCII that does not begin with a space';
  if (subject.length > limits.snsSubjectLength) {
    return `subject: expected at most ${limits.snsSubjectLength} characters, got ${subject.length}`;
  }
  const empty = Object.entries(attributes).find(([name, value]) => name === '' || value === '');
  if (empty !== undefined) return 'attributes: expected names and values that are not empty';
  return fitsSns(message)
    ? undefined
    : `message: expected at most ${limits.snsMessageBytes} bytes, got ${bytesOf(message)}`;
};

/** Whether the message with its attributes is as small as SNS asks for. */
export const fitsSns = (message: RenderedMessage): boolean =>
  // Characters are at most bytes, and cheap to count: a digest that is far too large need not be put together.
  programs.length * message.json.length <= limits.snsMessageBytes && bytesOf(message) <= limits.snsMessageBytes;

const bytesOf = (message: RenderedMessage): number =>
  Object.entries(message.attributes).reduce(
    (sum, [name, value]) => sum + utf8Length(name) + 'String'.length + utf8Length(value),
    utf8Length(bodyByProtocol(message)),
  );

const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');
