import { budgets } from '../budgets.ts';
import { fillParts, type PartName, partName, widestGap } from '../core/history/part-histories.ts';
import { type Part, partsOf } from '../core/rollup/part.ts';
import { retention } from '../core/retention.ts';
import {
  addMinutes,
  dayOf,
  type EpochMinute,
  epochMinute,
  epochMs,
  type EpochMs,
  hourOf,
  minuteOf,
} from '../core/units.ts';
import type { HistoryKeeper } from './keep-histories.ts';
import type { SealDependencies, SealReport } from './seal.ts';
import { Sealer } from './sealer.ts';

interface Situation {
  readonly tick: EpochMs;
  readonly writer: string;
  readonly hasTime: () => boolean;
}

/**
 * Seals for metrics that are new the minutes before they came, newest first, as far back as anything was sealed and raw
 * events are whole. A minute is read once for all parts that are known from the one after it; those that are known further
 * back join where their own gap begins. What was done is saved with each hour: a tick that ends early loses no more.
 */
export const fillBack = async (
  deps: SealDependencies,
  keeper: HistoryKeeper,
  { tick, writer, hasTime }: Situation,
): Promise<Pick<SealReport, 'filled' | 'unfilled'>> => {
  const parts: ReadonlyMap<PartName, Part> = new Map(partsOf(deps.guardrails).map((part) => [partName(part), part]));
  const names = new Set(parts.keys());
  let { histories } = keeper;
  const target = epochMinute(
    Math.max(histories.begin ?? Number.POSITIVE_INFINITY, minuteOf(epochMs(tick - retention.wholeSegments))),
  );
  let filled = 0;
  while (filled < budgets.minutesFilledPerTick && !keeper.isOvertaken && hasTime()) {
    const gap = widestGap(histories, names, target);
    if (gap === undefined) break;
    const minute = addMinutes(gap.from, -1);
    const sealer = new Sealer(
      deps,
      gap.names.map((name) => parts.get(name)).filter((part) => part !== undefined),
      tick,
      writer,
    );
    if (!(await sealBack(sealer, minute, target))) break;
    filled++;
    histories = fillParts(histories, gap.names, minute);
    if (hourOf(minute) === minute) await keeper.save(histories);
  }
  await keeper.save(histories);
  return { filled, unfilled: [...names].filter((name) => (histories.parts.get(name) ?? 0) > target).length };
};

/** A minute, and the hour and the day that begin with it, wherever all of them is known; false: not now. */
const sealBack = async (sealer: Sealer, minute: EpochMinute, target: EpochMinute): Promise<boolean> => {
  // A part that was in the rules before may have older rollups, and hours and days that are made of both.
  const isLast = minute === target;
  if ((await sealer.sealAgain(minute)) === undefined) return false;
  if ((isLast || hourOf(minute) === minute) && !(await sealer.sealHour(hourOf(minute)))) return false;
  return !(isLast || dayOf(minute) === minute) || sealer.sealDay(dayOf(minute));
};
