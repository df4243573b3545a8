import * as z from 'zod/mini';
import { epochMinute } from '../units.ts';
import { noHistories, type PartHistories } from './part-histories.ts';

const minute = z.pipe(z.int(), z.transform(epochMinute));

const stored = z.object({
  v: z.literal(1),
  begin: z.optional(minute),
  /** `null`: it is entering. */
  parts: z.array(z.tuple([z.string(), z.nullable(minute)])),
});

/** Some 30 bytes for a part, 91 for one of the longest names. */
export const encodeHistories = ({ begin, parts, entering }: PartHistories): string =>
  JSON.stringify({ v: 1, begin, parts: [...parts, ...[...entering].map((name) => [name, null])] });

/**
 * What can't be made out (another release wrote it) says that nothing is known: what is lost is filled back, and an error
 * here would keep every minute from being sealed.
 */
export const decodeHistories = (text: string): PartHistories => {
  const result = stored.safeParse(parsed(text));
  if (!result.success) return noHistories;
  const { begin, parts } = result.data;
  return {
    ...(begin === undefined ? undefined : { begin }),
    parts: new Map(parts.flatMap(([name, from]) => (from === null ? [] : [[name, from] as const]))),
    entering: new Set(parts.flatMap(([name, from]) => (from === null ? [name] : []))),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
