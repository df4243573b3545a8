import { timeText } from '../lines/time.ts';
import type { Told } from '../told.ts';

const MOST_LINES = 10;

/** The messages of a while, newest last. */
export const messageLines = (messages: readonly Told[]): readonly string[] => {
  if (messages.length === 0) return ['no message until then'];
  const shown = messages.slice(-MOST_LINES);
  const before = messages.length - shown.length;
  return [
    'messages until then:',
    ...(before > 0 ? [`  ${before} more before these`] : []),
    ...shown.map((message) => `  ${messageLine(message)}`),
  ];
};

/** `00:32 opened, naming bank=icbc: CRITICAL Payment failures: bank=icbc 62%, limit 15%`. */
export const messageLine = ({ at, reason, named, subject }: Told): string =>
  `${timeText(at)} ${reason}${named === undefined ? '' : `, naming ${named}`}: ${subject}`;
