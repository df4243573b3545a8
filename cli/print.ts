import { styleText } from 'node:util';
import type { EpochMs } from '../shared/core/units.ts';
import type { Alert } from './local/alerts.ts';

/** `styleText` leaves colours out where NO_COLOR says so and where the output is no terminal. */
export const bold = (text: string): string => styleText('bold', text);
export const dim = (text: string): string => styleText('dim', text);

/** `09:17`, in UTC as every time that Parapet prints. */
export const clockTime = (time: EpochMs): string => new Date(time).toISOString().slice(11, 16);

/** An alert as its reader gets it by email, with a bar at its side; long lines are broken as a mail program would. */
export const alertLines = ({ subject, text }: Alert): string[] => [
  bold(`┌ ${subject}`),
  ...text
    .trimEnd()
    .split('\n')
    .flatMap(wrap)
    .map((line) => `${dim('│')} ${line}`.trimEnd()),
  dim('└'),
];

const columns = 100;

/** A line in pieces of at most 100 characters, broken between words; a longer word, such as a URL, stays whole. */
const wrap = (line: string): string[] => {
  if (line.length <= columns) return [line];
  const [first = '', ...words] = line.split(' ');
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};
