import { budgets } from '../../shared/budgets.ts';
import { someAtOnce } from '../../shared/app/some-at-once.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { IncidentStore } from '../../shared/ports/incidents.ts';
import { logger, safeError } from '../telemetry.ts';
import { heardMore, hears } from './hears.ts';
import type { Message, News } from './news.ts';
import { type Outcome, outcomeOf, sent, worstOf } from './outcome.ts';
import { isOutdated, type States } from './outdated.ts';
import type { Post, Request } from './post.ts';
import type { Secret } from './secret.ts';
import type { Filter } from './subscription.ts';
import { SecretError, type Target, type Told } from './targets/target.ts';
import { newsOfKeys, newsOfOmitted } from './untold.ts';

export interface ForwardDependencies {
  readonly filter: Filter;
  readonly target: Target;
  readonly secret: Secret;
  /** Asked only of what comes late, and of what a digest does not tell. */
  readonly incidents: Pick<IncidentStore, 'readAll'>;
  readonly post: Post;
  readonly clock: Clock;
}

export interface Attempt {
  /** How often the message was received, this time included. */
  readonly receives: number;
  readonly signal: AbortSignal;
}

/** Tells one message to the service that this function is for. Throws where the table or the secret can't be read. */
export const deliver = async (
  dependencies: ForwardDependencies,
  message: Message,
  attempt: Attempt,
): Promise<Outcome> => {
  const told = await toldOf(dependencies, message, attempt);
  if (told === undefined) return sent;
  const secret = await dependencies.secret.read();
  const outcome = await send(dependencies, told, secret, attempt.signal);
  if (outcome.kind !== 'refused') return outcome;
  // Services refuse an old key with 400, 401, 403, 404 or 410: that it was changed says the store alone.
  const now = await dependencies.secret.readAgain();
  return now === secret ? outcome : send(dependencies, told, now, attempt.signal);
};

/** Undefined where it is nothing for this subscription. */
const toldOf = async (
  dependencies: ForwardDependencies,
  message: Message,
  { receives }: Attempt,
): Promise<Told | undefined> => {
  const { filter, target, clock } = dependencies;
  const heard = message.news.filter((each) => hears(filter, each));
  const more = heardMore(filter, message);
  if (target.tells === 'message')
    return heard.length + more.length + message.omitted > 0 ? { message, news: heard } : undefined;
  const isLate = receives > 1 || clock.now() - message.at > budgets.forwardLate;
  const known = isLate && more.length === 0 ? await current(dependencies, heard) : heard;
  const news = more.length === 0 ? known : await withUntold(dependencies, message, heard, more);
  const all = [...news, ...newsOfOmitted(message)];
  return all.length > 0 ? { message, news: all } : undefined;
};

/** Without a table there is no telling whether those have begun or ended: they are then told at the next try. */
const withUntold = async (
  { filter, incidents }: ForwardDependencies,
  message: Message,
  heard: readonly News[],
  more: readonly string[],
): Promise<readonly News[]> => {
  const states = await incidents.readAll();
  const untold = newsOfKeys(more, message, states).filter((each) => hears(filter, each));
  return [...stillSo(heard, states), ...untold];
};

const current = async ({ incidents }: ForwardDependencies, heard: readonly News[]): Promise<readonly News[]> => {
  if (heard.length === 0) return heard;
  try {
    return stillSo(heard, await incidents.readAll());
  } catch (error) {
    // Rather a page for what is over than none.
    logger.warn('the incidents could not be read; the message is told as it is', { error: safeError(error) });
    return heard;
  }
};

const stillSo = (news: readonly News[], states: States): readonly News[] =>
  news.filter((each) => {
    if (!isOutdated(each, states)) return true;
    logger.info('not told, since the opposite has happened', { key: each.key, sequence: each.incident?.sequence });
    return false;
  });

const send = async (
  { target, post }: ForwardDependencies,
  told: Told,
  secret: string,
  signal: AbortSignal,
): Promise<Outcome> => {
  const requests = requestsOf(target, told, secret);
  if ('kind' in requests) return requests;
  let isDown = false;
  const outcomes = await someAtOnce(requests, async (request): Promise<Outcome> => {
    // One that is down would have each of the others wait for its whole timeout.
    if (isDown) return { kind: 'later', reason: 'left for the next try' };
    const outcome = await postOnce(post, target, request, signal);
    isDown ||= outcome.kind === 'later';
    return outcome;
  });
  return worstOf(outcomes);
};

const requestsOf = (target: Target, told: Told, secret: string): readonly Request[] | Outcome => {
  try {
    return target.requests(told, secret);
  } catch (error) {
    if (error instanceof SecretError) return { kind: 'refused', reason: error.message };
    throw error;
  }
};

const postOnce = async (post: Post, target: Target, request: Request, signal: AbortSignal): Promise<Outcome> => {
  try {
    return outcomeOf(await post(request, signal), target.reasonIn);
  } catch (error) {
    return { kind: 'later', reason: `no answer: ${nameOf(error)}` };
  }
};

/** `ECONNREFUSED`, `TimeoutError`. Not the message: that of an address which is no host holds the address. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : error.name;
};
