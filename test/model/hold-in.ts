import fc from 'fast-check';
import { expect } from 'vitest';
import { live } from './run.ts';
import { histories, type Theme } from './steps.ts';

export interface Runs {
  readonly runs: number;
  /** What the histories must have led to at least once, or they say nothing of it: reasons of messages, `digest`, `aside`. */
  readonly reach: readonly string[];
}

/** Ten thousand histories in all files together, each file with a seed of its own: they run side by side. */
export const expectPromisesHold = async (
  theme: Theme & { readonly nth: number },
  { runs, reach }: Runs,
): Promise<void> => {
  const reached = new Set<string>();
  const seed = (fc.readConfigureGlobal().seed ?? 0) + theme.nth;
  const property = fc.asyncProperty(histories(theme), async (history) => {
    const { log } = await live(history);
    for (const effect of log.effects) {
      reached.add(effect.kind);
      if (effect.kind === 'refused' && effect.told.length > 1) reached.add('refused digest');
      if (effect.kind !== 'sent') continue;
      if (effect.told.length > 1) reached.add('digest');
      for (const { reason } of effect.told) reached.add(reason);
    }
  });
  await fc.assert(property, { seed, numRuns: runs });
  expect([...reached]).toEqual(expect.arrayContaining([...reach]));
};

/** Histories are many: on a machine that does other work too they take minutes. */
export const PATIENCE = 300_000;
