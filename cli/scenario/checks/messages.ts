import { type Span, spanText } from '../lines/time.ts';
import type { Recording } from '../recording.ts';
import type { Told } from '../told.ts';
import { textLines } from './by.ts';
import type { MessageMatch, MessagesCheck, QuietCheck } from './check.ts';
import type { Failure, Miss } from './evaluate.ts';
import { mismatches } from './match.ts';
import { messageLine } from './message-text.ts';

/** Those after the beginning of the span up to its end: a minute is told of when it is over. */
const within = ({ messages }: Recording, { from, to }: Span, guardrail: string | undefined): readonly Told[] =>
  messages.filter(
    ({ at, parts, ...message }) =>
      at > from &&
      at <= to &&
      (guardrail === undefined || [message, ...parts].some((fact) => fact.guardrail === guardrail)),
  );

export const checkQuiet = ({ span, guardrail, placeOf }: QuietCheck, recording: Recording): Failure | undefined => {
  const told = within(recording, span, guardrail);
  const [first] = told;
  if (first === undefined) return undefined;
  const expected = `no message${guardrail === undefined ? '' : ` of ${guardrail}`} in ${spanText(span)}`;
  return {
    misses: [{ place: placeOf('quiet'), expected, got: countText(told.length) }],
    context: [...told.slice(0, MOST_LINES).map(messageLine), 'the first:', ...textLines(first)],
  };
};

const MOST_LINES = 10;

export const checkMessages = (check: MessagesCheck, recording: Recording): Failure | undefined => {
  const { span, guardrail, count, reasons, are, placeOf } = check;
  const told = within(recording, span, guardrail);
  const misses: Miss[] = [];
  if (count !== undefined && count !== told.length)
    misses.push({ place: placeOf('count'), expected: countText(count), got: countText(told.length) });
  const got = told.map(({ reason }) => reason);
  if (reasons !== undefined && got.join() !== reasons.join())
    misses.push({ place: placeOf('reasons'), expected: listText(reasons), got: listText(got) });
  if (are !== undefined && are.length !== told.length)
    misses.push({ place: placeOf('are'), expected: countText(are.length), got: countText(told.length) });
  const wrong = are?.length === told.length ? are.flatMap((match, index) => matchAt(told, match, index)) : [];
  misses.push(...wrong.map((miss) => ({ place: placeOf('are'), ...miss })));
  if (misses.length === 0) return undefined;
  return { misses, context: wrong.length > 0 ? told.flatMap(textLines) : told.map(messageLine) };
};

const matchAt = (told: readonly Told[], match: MessageMatch, index: number): readonly Omit<Miss, 'place'>[] => {
  const message = told[index];
  if (message === undefined) return [];
  return mismatches(match, message, message).map(({ expected, got }) => ({
    expected: `message ${index + 1} with ${expected}`,
    got,
  }));
};

const countText = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);
const listText = (reasons: readonly string[]): string => (reasons.length === 0 ? 'no message' : reasons.join(', '));
