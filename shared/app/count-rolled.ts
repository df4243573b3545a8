import { fieldsOfAll } from '../core/guardrail/counted-fields.ts';
import { dedupe } from '../core/segment/dedupe.ts';
import { joinSegments } from '../core/segment/join-segments.ts';
import { addMinutes, type EpochMinute, hourOf } from '../core/units.ts';
import type { Counted, Counts, MinuteRange } from '../ports/counts.ts';
import type { RollupStore } from '../ports/rollups.ts';
import type { SegmentStore } from '../ports/segments.ts';
import { planOf, readPlans } from './count-plan.ts';
import { decodeOrSkip } from './decode-or-skip.ts';
import type { DecodeRollup } from './known-part.ts';
import { PlanCounts } from './plan-counts.ts';
import { type KnownParts, KnownRollups } from './read-rollups.ts';

export interface CountDependencies {
  readonly segments: SegmentStore;
  readonly rollups: RollupStore;
  /** What else to make of their bytes: who only wants to know what is asked of the stores need not decode any. */
  readonly decode?: DecodeRollup;
}

/**
 * Counts sealed minutes from their rollups and the others from raw segments, so that what a tick reads of these does not
 * grow with the length of its windows. A guardrail of which a sealed minute is not known (it is new, or its rollup can't be
 * read) is counted from raw for that minute; of a past week, which has no raw segments any more, nothing is told then.
 */
export const countRolled = ({ segments, rollups, decode }: CountDependencies): Counts => {
  let before: KnownParts = new Map();
  return {
    count: async (guardrails, window, asOf, always = new Map()): Promise<Counted> => {
      // From a whole hour on, so that what lies before it can be told by the hour.
      const minutes = { from: hourOf(window.from), to: window.to };
      const sealed = await rollups.sealedThrough();
      const sealedTo = sealed === undefined ? minutes.from : addMinutes(sealed, 1);
      const known = new KnownRollups(rollups, asOf, decode, before);
      const plans = await readPlans(
        guardrails.map((guardrail) => planOf(guardrail, minutes, sealedTo)),
        known,
      );
      before = known.parts;
      const counts = plans.map((plan) => new PlanCounts(plan, known, always.get(plan.guardrail.id) ?? new Set()));

      const fields = fieldsOfAll(guardrails);
      const totals = { events: 0, duplicates: 0, conflicts: 0, unreadable: 0 };
      for (const range of runsOf(new Set(counts.flatMap(({ unknown }) => [...unknown])))) {
        for await (const { minute, segments: stored } of segments.read(range.from, range.to, asOf)) {
          const readable = stored.map(decodeOrSkip).filter((columns) => columns !== undefined);
          const distinct = dedupe(readable);
          totals.unreadable += stored.length - readable.length;
          totals.events += distinct.events;
          totals.duplicates += distinct.duplicates;
          totals.conflicts += distinct.conflicts;
          const joined = joinSegments(distinct, fields);
          for (const each of counts) if (each.unknown.has(minute)) each.add(minute, joined);
        }
      }
      return { series: new Map(counts.map((each) => [each.id, each.series()])), ...totals };
    },
  };
};

/** Runs of minutes that follow each other, each read in one go. */
const runsOf = (minutes: ReadonlySet<EpochMinute>): MinuteRange[] =>
  [...minutes]
    .sort((left, right) => left - right)
    .reduce<MinuteRange[]>((runs, minute) => {
      const last = runs.at(-1);
      if (last?.to === minute) return [...runs.slice(0, -1), { from: last.from, to: addMinutes(minute, 1) }];
      return [...runs, { from: minute, to: addMinutes(minute, 1) }];
    }, []);
