import { limits } from '../../shared/core/limits.ts';
import { countText } from '../../shared/core/message/format.ts';
import { epochMs, type Ratio } from '../../shared/core/units.ts';
import { readRules } from '../files.ts';
import { UsageError } from '../run-program.ts';
import { asJson } from './as-json.ts';
import { batchBytes } from './bill/way-in.ts';
import type { Deployment, Way } from './deployment.ts';
import { estimate } from './estimate.ts';
import { tooLarge } from './limits.ts';
import { notesOf } from './notes.ts';
import { stackWatch } from './stack-watch.ts';
import { costText } from './text.ts';
import { wayTexts } from './words.ts';

/** What was asked on the command line. */
export interface CostWish {
  readonly rate: number;
  readonly batch?: number;
  readonly minutesPerBatch?: number;
  readonly late: Ratio | 0;
  readonly via: Way;
  readonly rules: string;
  readonly groups: number;
  readonly encryption: Deployment['encryption'];
  readonly freeTier: boolean;
  readonly json: boolean;
}

/** Prints what a month costs. */
export const cost = async (wish: CostWish): Promise<void> => {
  const { guardrails } = await readRules(wish.rules);
  const deployment = deploymentOf(wish, guardrails);
  const estimated = await estimate(deployment, wish.freeTier);
  const notes = notesOf(estimated, epochMs(Date.now()));
  console.log(
    wish.json
      ? JSON.stringify(asJson(estimated, wish.rules, notes), undefined, 2)
      : costText(estimated, wish.rules, notes),
  );
};

/** How often a producer that nobody asked sends what it has, and how much at most. */
const USUAL = { seconds: 10, events: 500 } as const;

/** Throws {@link UsageError} where there can be no such traffic. */
export const deploymentOf = (
  wish: Omit<CostWish, 'rules' | 'freeTier' | 'json'>,
  guardrails: Deployment['guardrails'],
): Deployment => {
  const { rate, via, late, groups, encryption } = wish;
  const eventsPerBatch = wish.batch ?? Math.max(1, Math.min(USUAL.events, Math.floor(rate * USUAL.seconds)));
  const most = Math.min(limits.minutesPerBatch, eventsPerBatch);
  // Of one producer, whose batch is as long as it takes to fill, and begins anywhere in a minute.
  const minutesPerBatch = wish.minutesPerBatch ?? Math.min(most, 1 + eventsPerBatch / rate / 60);
  if (minutesPerBatch > most)
    throw new UsageError(
      `--minutes-per-batch: expected at most ${most} for a batch of ${countText(eventsPerBatch)}, got ${minutesPerBatch}`,
    );
  const mostBytes = tooLarge({ via, eventsPerBatch });
  if (mostBytes !== undefined)
    throw new UsageError(
      `--batch: expected at most ${countText(mostBytes)} bytes ${wayTexts[via]}, got ${countText(eventsPerBatch)} events of some ${countText(batchBytes({ eventsPerBatch: 1 }))} bytes; send smaller batches`,
    );
  return {
    eventsPerSecond: rate,
    eventsPerBatch,
    minutesPerBatch,
    via,
    lateBatches: late,
    guardrails,
    groupsPerAttribute: groups,
    encryption,
    watch: stackWatch,
  };
};
