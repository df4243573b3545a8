import type { ReadGuardrail } from '../guardrail/load.ts';
import { parseExpected } from '../guardrail/quantity.ts';
import { type Outlook, outlookOf } from './detection.ts';

/** The volume that a rule says it must be judged at. */
export interface Expected {
  /** As its owner wrote it: `20/min`. */
  readonly text: string;
  /** Events a minute. */
  readonly rate: number;
  /** Missing where nobody can tell: the limits are multiples of a rate or a latency that only the traffic has. */
  readonly outlook?: Outlook;
}

/** Undefined where the rule does not say. */
export const expectedOf = (read: ReadGuardrail): Expected | undefined => {
  if (!known.has(read)) known.set(read, reckoned(read));
  return known.get(read);
};

// Hundreds of looks, which both the check and who shows what the rules say ask for.
const known = new WeakMap<ReadGuardrail, Expected | undefined>();

const reckoned = ({ raw, guardrail }: ReadGuardrail): Expected | undefined => {
  const text = raw.kind === 'monthly' ? undefined : raw.expects;
  const rate = text === undefined ? undefined : parseExpected(text);
  if (text === undefined || rate === undefined) return undefined;
  if (guardrail.baseline !== undefined && guardrail.kind !== 'volume') return { text, rate };
  return { text, rate, outlook: outlookOf(guardrail, rate) };
};
