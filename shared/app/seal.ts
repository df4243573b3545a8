import { budgets } from '../budgets.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { partName } from '../core/history/part-histories.ts';
import { partsOf } from '../core/rollup/part.ts';
import { addMinutes, type EpochMinute, epochMinute, epochMs, type EpochMs, hourOf, minuteOf } from '../core/units.ts';
import { retention } from '../core/retention.ts';
import type { Clock } from '../ports/clock.ts';
import type { LateMarkers } from '../ports/late-markers.ts';
import type { PartHistoryStore } from '../ports/part-histories.ts';
import type { RollupStore } from '../ports/rollups.ts';
import type { SegmentStore } from '../ports/segments.ts';
import { fillBack } from './fill-back.ts';
import { HistoryKeeper } from './keep-histories.ts';
import { resealLate } from './reseal-late.ts';
import { Sealer } from './sealer.ts';

export interface SealDependencies {
  readonly guardrails: readonly Guardrail[];
  readonly segments: SegmentStore;
  readonly rollups: RollupStore;
  readonly histories: PartHistoryStore;
  readonly markers: LateMarkers;
  readonly clock: Clock;
}

export interface SealReport {
  /** Minutes that were sealed for the first time, and their distinct events. */
  readonly minutes: number;
  readonly events: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Minutes that were sealed again for events that came late. */
  readonly resealed: number;
  /** Late markers that are left. */
  readonly waiting: number;
  /** Minutes that could be sealed and are not. */
  readonly behind: number;
  /** Minutes that were read again for metrics that are new, and how many of their parts are not filled back yet. */
  readonly filled: number;
  readonly unfilled: number;
}

/** A first start seals from the hour before on: what lies further back has no rollups. */
const FIRST_MINUTES = 60;

/**
 * Seals the minutes that are past the allowed lateness, oldest first, each with its hour and day where it is their last;
 * then those again for which events came late; then what came before, of metrics that are new. Stops when the time of the
 * tick is spent: the next tick goes on.
 */
export const seal = async (
  deps: SealDependencies,
  tick: EpochMs,
  writer: string,
  until: EpochMs,
): Promise<SealReport> => {
  const { rollups, clock } = deps;
  const hasTime = (): boolean => clock.now() <= until;
  const parts = partsOf(deps.guardrails);
  const sealer = new Sealer(deps, parts, tick, writer);
  // By the earlier of the two: a tick may come before its time, when events of its minutes are still on their way unmarked.
  const newest = newestSealable(epochMs(Math.min(tick, clock.now())));
  const start = await rollups.sealedThrough();
  const keeper = await HistoryKeeper.open(deps.histories, parts.map(partName), writer);
  let cursor = start;
  // Of minutes whose raw events have expired nothing is known, and an empty rollup would say that nothing happened.
  const oldest = minuteOf(epochMs(tick - retention.wholeSegments));
  const first =
    cursor === undefined
      ? hourOf(addMinutes(newest, -FIRST_MINUTES))
      : epochMinute(Math.max(addMinutes(cursor, 1), oldest));
  let next = first;
  if (next <= newest && (await keeper.enter(start !== undefined && first > start + 1))) {
    while (next <= newest && hasTime()) {
      if (!(await sealer.sealFirst(next)) || !(await rollups.advance(next, cursor, writer))) break;
      cursor = next;
      next = addMinutes(next, 1);
    }
    if (cursor !== start) await keeper.settle(first);
  }
  const late = await resealLate(deps, sealer, {
    sealedThrough: cursor,
    newest,
    tick,
    hasTime,
    mayRemove: () => keeper.areAllOurs(),
  });
  const back = await fillBack(deps, keeper, { tick, writer, hasTime });
  return { ...sealer.totals, ...late, ...back, behind: Math.max(0, newest - addMinutes(next, -1)) };
};

/** The newest minute of which no event is expected any more. */
export const newestSealable = (now: EpochMs): EpochMinute =>
  addMinutes(minuteOf(epochMs(now - budgets.allowedLateness)), -1);
