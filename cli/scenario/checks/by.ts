import { timeText } from '../lines/time.ts';
import type { Recording } from '../recording.ts';
import type { Fact, Told } from '../told.ts';
import type { ByCheck } from './check.ts';
import type { Failure } from './evaluate.ts';
import { mismatches } from './match.ts';
import { messageLine, messageLines } from './message-text.ts';

/** The first message of its guardrail and reason must come in time, and be as expected. */
export const checkBy = (check: ByCheck, { messages }: Recording): Failure | undefined => {
  const { by, after, reason, guardrail, match, placeOf } = check;
  const context = messageLines(messages.filter(({ at }) => at <= by));
  const told = messages.flatMap((message) => {
    const fact = [message, ...message.parts].find(
      (each: Fact) => each.reason === reason && each.guardrail === guardrail,
    );
    return fact === undefined || message.at <= (after ?? Number.NEGATIVE_INFINITY) ? [] : [{ message, fact }];
  });
  const [first] = told;
  if (first === undefined || first.message.at > by) {
    const since = after === undefined ? '' : ` after ${timeText(after)} and`;
    const expected = `${guardrail} ${reason}${since} by ${timeText(by)}`;
    const got = first === undefined ? 'no such message' : `it only at ${messageLine(first.message)}`;
    return { misses: [{ place: placeOf(reason), expected, got }], context };
  }
  const { message, fact } = first;
  const misses = mismatches(match, message, fact).map(({ key, ...miss }) => ({ place: placeOf(key), ...miss }));
  return misses.length === 0 ? undefined : { misses, context: ['the message:', ...textLines(message)] };
};

/** A message as it was sent. */
export const textLines = (message: Told): readonly string[] => [
  `  ${messageLine(message)}`,
  ...message.text
    .trimEnd()
    .split('\n')
    .map((line) => `  | ${line}`.trimEnd()),
];
