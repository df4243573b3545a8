import { budgets } from '../../shared/budgets.ts';
import { type DurationMs, durationMs } from '../../shared/core/units.ts';
import type { Answer } from './post.ts';

/** What became of a message, or of one request of it. */
export type Outcome =
  | { readonly kind: 'sent' }
  /** Nobody took it; it may pass by itself. */
  | { readonly kind: 'later'; readonly reason: string; readonly after?: DurationMs }
  /** The same again would be refused again. */
  | { readonly kind: 'refused'; readonly reason: string };

export const sent: Outcome = { kind: 'sent' };

/** Not taken yet: too slow, too early, too much at once. Other 4xx are about the request, or about who asks. */
const passing = new Set([408, 425, 429]);

/** `reasonIn` finds in the body why it was refused. */
export const outcomeOf = ({ status, retryAfter, body }: Answer, reasonIn: (answer: string) => string): Outcome => {
  if (status >= 200 && status < 300) return sent;
  if (status >= 500 || passing.has(status)) {
    return { kind: 'later', reason: `answered ${status}`, ...(retryAfter === undefined ? {} : { after: retryAfter }) };
  }
  const reason = reasonIn(body).replaceAll(/[^ -~]/g, '?');
  return { kind: 'refused', reason: `answered ${status}${reason === '' ? '' : `: ${reason.slice(0, 200)}`}` };
};

/** Of several requests the whole is to be tried again if any of them is: those that were taken change nothing twice. */
export const worstOf = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.find(({ kind }) => kind === 'later') ?? outcomes.find(({ kind }) => kind === 'refused') ?? sent;

/** How long a message waits that was received so many times; longer where the service asks for it, within our own longest. */
export const waitAfter = (receives: number, asked: DurationMs = durationMs(0)): DurationMs => {
  const doubled = budgets.forwardFirstWait * 2 ** Math.min(receives - 1, 30);
  return durationMs(Math.min(Math.max(doubled, asked), budgets.forwardLongestWait));
};
