import type { NotificationReason } from '../../shared/core/incident/notification.ts';
import { groupKey, WHOLE } from '../../shared/core/rollup/series.ts';
import { DAY, seedOf, type Share, WEEK } from './cells.ts';
import { type Counts, sumOf } from './counts.ts';
import { parapetOf } from './parapet.ts';
import { LIMIT, openingsOf } from './rule.ts';
import { PARAPET, usualRules } from './rules.ts';
import { type Data, drawCounts, nameOf } from './traffic.ts';

export const MANY = { groups: 200, perMinute: 2_000 } as const;

/** One guardrail of 200 groups and the whole of them, of which the k-th largest has a share in proportion to 1 / k. */
export interface ManyGroups {
  readonly weeks: number;
  /** Openings of all groups in all weeks. */
  readonly byRule: ReadonlyMap<string, number>;
  /** What Parapet told of them: messages that an incident began, began again or spread. */
  readonly messages: number;
}

export const manyGroups = (data: Data, share: Share, weeks: number): ManyGroups => {
  const byRule = new Map<string, number>([...usualRules.keys(), PARAPET].map((name) => [name, 0]));
  const add = (name: string, count: number): unknown => byRule.set(name, (byRule.get(name) ?? 0) + count);
  let messages = 0;
  // Each week has a day before it of its own: all at once would not fit into memory.
  for (let week = 0; week < weeks; week++) {
    const groups = drawGroups(data, share, week, DAY + WEEK);
    for (const [name, rule] of usualRules)
      for (const counts of groups.values()) add(name, openingsOf(rule(counts), DAY));
    for (const { at, turns, told } of parapetOf(groups)) {
      if (at <= DAY) continue;
      add(PARAPET, turns.filter(({ firing }) => firing).length);
      if (told !== undefined && news.has(told)) messages++;
    }
  }
  return { weeks, byRule, messages };
};

const news: ReadonlySet<NotificationReason> = new Set<NotificationReason>(['opened', 'reopened', 'spread']);

/** The whole of them and each. */
export const drawGroups = (data: Data, share: Share, week: number, minutes: number): ReadonlyMap<string, Counts> => {
  const weights = Array.from({ length: MANY.groups }, (_, index) => 1 / (index + 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const groups = weights.map((weight, index) => {
    const traffic = {
      data,
      perMinute: (MANY.perMinute * weight) / all,
      minutes,
      rateAt: () => share * LIMIT,
    };
    return drawCounts(traffic, seedOf('groups', nameOf(data), share, week, index));
  });
  return new Map([
    [WHOLE, sumOf(groups)],
    ...groups.map((counts, index): [string, Counts] => [groupKey('bank', index + 1), counts]),
  ]);
};
