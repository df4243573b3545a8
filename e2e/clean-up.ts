import { errorText } from '../cli/run-program.ts';
import type { Diary } from './diary.ts';

/** Takes back something that a run made. */
export interface Undo {
  readonly name: string;
  /** What stays behind all the same, in words. */
  readonly run: () => Promise<readonly string[]>;
  /** What a person must do where this fails. */
  readonly byHand: string;
}

export interface CleanedUp {
  readonly isClean: boolean;
  readonly left: readonly string[];
}

/**
 * Takes back what was made, the last first: a subscription goes before its queue. One that fails keeps none of the others
 * from being tried.
 */
export const cleanUp = async (made: readonly Undo[], { step }: Pick<Diary, 'step'>): Promise<CleanedUp> => {
  const left: string[] = [];
  let isClean = true;
  for (const { name, run, byHand } of made.toReversed()) {
    try {
      left.push(...(await step(name, run)));
    } catch (error) {
      isClean = false;
      left.push(`${name} failed: ${errorText(error)}\n  by hand: ${byHand}`);
    }
  }
  return { isClean, left };
};
