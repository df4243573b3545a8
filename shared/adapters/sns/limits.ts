import type { PublishCommandInput } from '@aws-sdk/client-sns';
import { limits } from '../../core/limits.ts';

/**
 * What SNS would refuse, found before it is asked: emulators take anything, so that a message too long would first fail
 * on the night it matters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const refusalOf = ({ Subject, Message, MessageAttributes }: PublishCommandInput): string | undefined => {
  if (Subject !== undefined && !/^[!-~][ -~]*$/.test(Subject))
    return 'subject: expected printable ASCII that does not begin with a space';
  if (Subject !== undefined && Subject.length > limits.snsSubjectLength) {
    return `subject: expected at most ${limits.snsSubjectLength} characters, got ${Subject.length}`;
  }
  const attributes = Object.entries(MessageAttributes ?? {});
  const bytes = attributes.reduce(
    (sum, [name, value]) => sum + byteLength(name) + byteLength(value.DataType) + byteLength(value.StringValue),
    byteLength(Message),
  );
  return bytes > limits.snsMessageBytes
    ? `message: expected at most ${limits.snsMessageBytes} bytes, got ${bytes}`
    : undefined;
};

const byteLength = (text: string | undefined): number => Buffer.byteLength(text ?? '', 'utf8');
