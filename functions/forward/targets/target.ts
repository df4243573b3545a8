import type { Message, News } from '../news.ts';
import type { Request } from '../post.ts';

/** What goes out: the message, and of its news those that are for this subscription and still so. */
export interface Told {
  readonly message: Message;
  /** At least one, unless the message is told as it is. */
  readonly news: readonly News[];
}

/** A service that takes alerts by HTTPS. */
export interface Target {
  /** Throws a {@link SecretError} where the secret is none of this service. */
  readonly requests: (told: Told, secret: string) => readonly Request[];
  /** Why it refused, of its answer as far as it holds nothing that we sent. */
  readonly reasonIn: (answer: string) => string;
  /** `news`: each by itself, as far as it is still so. `message`: all of it, for a program that sorts by the sequence itself. */
  readonly tells: 'news' | 'message';
}

/** Says what was expected of a secret, and nothing of the secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

/** A secret that is an address. */
export const addressIn = (secret: string, what: string): string => {
  if (URL.canParse(secret) && new URL(secret).protocol === 'https:') return secret;
  throw new SecretError(`the parameter: expected ${what}, an https URL, got something else`);
};

/** A field of a JSON answer, if it is one. */
export const fieldOf = (answer: string, field: string): unknown => {
  try {
    const parsed: unknown = JSON.parse(answer);
    return typeof parsed === 'object' && parsed !== null ? new Map(Object.entries(parsed)).get(field) : undefined;
  } catch {
    return undefined;
  }
};
