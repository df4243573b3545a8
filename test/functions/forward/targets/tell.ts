import { readMessage } from '../../../../functions/forward/message.ts';
import type { Request } from '../../../../functions/forward/post.ts';
import type { Target } from '../../../../functions/forward/targets/target.ts';
import { STACK } from '../deliveries.ts';

/** What a target makes of the body of a message. */
export const tell = (target: Target, body: string, secret: string): readonly Request[] => {
  const message = readMessage(body, STACK);
  return target.requests({ message, news: message.news }, secret);
};

export const onlyOf = <Item>(items: readonly Item[]): Item => {
  const [first, ...others] = items;
  if (first === undefined || others.length > 0) throw new Error(`expected one, got ${items.length}`);
  return first;
};
