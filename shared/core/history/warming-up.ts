import { LONGEST_WINDOW_MINUTES } from '../evidence/constants.ts';
import { reachOf } from '../evidence/reach.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import { dateText } from '../message/format.ts';
import { partsOf } from '../rollup/part.ts';
import { retention } from '../retention.ts';
import {
  addMinutes,
  type EpochMinute,
  epochMinute,
  epochMs,
  hourOf,
  minuteOf,
  MINUTES_PER_HOUR,
  startOf,
} from '../units.ts';
import { type PartHistories, partName } from './part-histories.ts';

/**
 * Since when a guardrail is counted, in whole hours, where that is not as far back as it could be: all that it is judged on,
 * if anything was sealed then and raw events of then can still be read. Undefined where it is.
 */
export const countedSince = (
  guardrail: Guardrail,
  { begin, parts }: PartHistories,
  now: EpochMinute,
): EpochMinute | undefined => {
  // Of a system that has sealed nothing yet nobody could expect more.
  if (begin === undefined) return undefined;
  const wholeFrom = minuteOf(epochMs(startOf(now) - retention.wholeSegments));
  const needed = Math.max(reachOf(guardrail, now).oldest, begin, wholeFrom);
  // What is not known of the newest minutes is counted from raw events.
  const rawFrom = hourOf(addMinutes(now, -LONGEST_WINDOW_MINUTES));
  const known = Math.max(...partsOf([guardrail]).map((part) => parts.get(partName(part)) ?? now));
  const since = epochMinute(Math.min(known, rawFrom));
  return since <= needed ? undefined : hourOf(addMinutes(since, MINUTES_PER_HOUR - 1));
};

/** What follows a decision, where the guardrail is counted only since then. */
export const warmingUpText = (since: EpochMinute | undefined): string =>
  since === undefined ? '' : `; warming up: counted from ${dateText(since)} on`;
