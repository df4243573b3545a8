import { budgets } from '../../shared/budgets.ts';
import { seconds, type DurationMs } from '../../shared/core/units.ts';

export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** Of the header `Retry-After`. */
  readonly retryAfter?: DurationMs;
  /** The beginning of it. */
  readonly body: string;
}

/** Throws where no answer came. */
export type Post = (request: Request, signal: AbortSignal) => Promise<Answer>;

/** Of an answer so many bytes are read: enough for a reason, and no more than it may cost to be answered at length. */
const ANSWER_BYTES = 4096;

/**
 * One try, and one more at once where the connection broke: those that Lambda froze with the process are dead when it thaws, and
 * a page is not to wait for that.
 */
export const postWithin =
  (timeout: DurationMs): Post =>
  async (request, signal) => {
    try {
      return await tryOnce(request, timeout, signal);
    } catch (error) {
      if (signal.aborted || (error instanceof Error && error.name === 'TimeoutError')) throw error;
      return tryOnce(request, timeout, signal);
    }
  };

export const httpPost = postWithin(budgets.forwardRequestTimeout);

const tryOnce = async ({ url, headers, body }: Request, timeout: DurationMs, signal: AbortSignal): Promise<Answer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    // Followed, a redirect would carry a secret to another host, and a POST that became a GET would look as if taken.
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
  });
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return {
    status: response.status,
    ...(Number.isFinite(wait) && wait > 0 ? { retryAfter: seconds(wait) } : undefined),
    body: await beginningOf(response),
  };
};

const beginningOf = async ({ body }: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    // Leaving the loop cancels the rest.
    if (text.length >= ANSWER_BYTES) break;
  }
  return text.slice(0, ANSWER_BYTES);
};
