import { type Outcome, outcomes } from '../../shared/core/event/event.ts';

const words: readonly (readonly [RegExp, readonly Outcome[]])[] = [
  [/^(?:success|successful|ok|approved|completed|captured|paid|settled|2\d\d|2xx)$/i, ['succeeded']],
  [/^(?:fail|failure|error|errored|internal|unavailable|500|502|503)$/i, ['failed']],
  [/^5xx$/i, ['failed', 'timeout']],
  [/^(?:timed_?out|deadline_?exceeded|504|408)$/i, ['timeout']],
  [/^(?:decline|rejected|refused|denied|402)$/i, ['declined']],
  [/^(?:canceled|aborted|abandoned|499)$/i, ['cancelled']],
  [/^(?:processing|in_?progress)$/i, ['pending']],
];

/** The outcomes that a value of a label means, by the words that are usual; none where it is not known. */
export const outcomesOf = (value: string): readonly Outcome[] => {
  const same = outcomes.find((outcome) => outcome === value.toLowerCase());
  return same === undefined ? (words.find(([word]) => word.test(value))?.[1] ?? []) : [same];
};

/** Of a class of HTTP codes, `5..`. */
export const outcomesOfClass = (digit: string): readonly Outcome[] => {
  switch (digit) {
    case '2':
      return ['succeeded'];
    case '5':
      return ['failed', 'timeout'];
    default:
      return [];
  }
};
