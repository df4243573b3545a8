import { limits } from '../core/limits.ts';
import type { OwnerOf } from '../core/rollup/rolled-series.ts';
import { attributeOf, type GroupKey, groupKey, judgedGroups, OTHER, WHOLE } from '../core/rollup/series.ts';
import type { CountPlan } from './count-plan.ts';
import type { KnownSpan, MetricPart } from './count-span.ts';
import type { KnownRollups } from './read-rollups.ts';

/** What rollups tell of a guardrail this week, and in those before that it is held against. */
export interface KnownPast {
  readonly span: KnownSpan;
  readonly weeks: readonly KnownSpan[];
  readonly known: KnownRollups;
}

/**
 * Which groups of a guardrail are judged on their own and which are `(other)`, by what rollups tell. It is settled before
 * anything is added up by group: of two thousand merchants most have no series at all.
 */
export const ownersOf = (
  { guardrail, parts }: Pick<CountPlan, 'guardrail' | 'parts'>,
  past: KnownPast,
  always: ReadonlySet<GroupKey>,
): OwnerOf => {
  const { groups: most = limits.groupsPerAttribute } = guardrail;
  // A group that no rollup knows is none of them: how large it is is seen when all is counted.
  const rest = new Set(
    [...Map.groupBy(parts, ({ part }) => part.by)]
      .filter(([by, ofAttribute]) => by !== WHOLE && groupsOf(ofAttribute, past.known) > most)
      .flatMap(([, ofAttribute]) => {
        const volumes = volumesOf(ofAttribute, past);
        const judged = judgedGroups(volumes, always, most);
        return [...volumes.keys()].filter((group) => !judged.has(group));
      }),
  );
  return (group) => (rest.has(group) ? groupKey(attributeOf(group), OTHER) : group);
};

/** At least as many as rollups tell of: with those that came and went, and one of several metrics for each. */
const groupsOf = (parts: readonly MetricPart[], known: KnownRollups): number =>
  parts.reduce((sum, { part }) => sum + known.of(part).groups.keys.length, 0);

/**
 * What each group of an attribute has now, or usually has, whichever is more, of the first metric: a large bank that is
 * dead today must not vanish into the rest. Groups of the other metrics alone have none.
 */
const volumesOf = (parts: readonly MetricPart[], { span, weeks, known }: KnownPast): ReadonlyMap<GroupKey, number> => {
  const volumes = new Map<GroupKey, number>();
  for (const part of parts) {
    const { keys } = known.of(part.part).groups;
    const [now, usual] = [new Float64Array(keys.length), new Float64Array(keys.length)];
    addTotals(now, part, [span], known);
    addTotals(usual, part, weeks, known);
    for (const [number, key] of keys.entries()) {
      const volume = Math.max(now[number] ?? 0, (usual[number] ?? 0) / Math.max(1, weeks.length));
      if (volume > 0 && !volumes.has(key)) volumes.set(key, part.metric === 0 ? volume : 0);
    }
  }
  return volumes;
};

const addTotals = (
  sums: Float64Array,
  { part }: MetricPart,
  spans: readonly KnownSpan[],
  known: KnownRollups,
): void => {
  for (const { minutes, older } of spans)
    for (const { unit, from } of [...minutes, ...older]) {
      const { groups, total } = known.of(part).rows(unit, from) ?? nothing;
      for (let row = 0; row < groups.length; row++) {
        const group = groups[row] ?? 0;
        sums[group] = (sums[group] ?? 0) + (total[row] ?? 0);
      }
    }
};

const nothing = { groups: new Uint16Array(), total: new Uint8Array() };
