import { budgets } from '../budgets.ts';
import { LONGEST_WINDOW_MINUTES } from '../core/evidence/constants.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { advance } from '../core/incident/advance.ts';
import { observe } from '../core/incident/observe.ts';
import { isSameState, newState } from '../core/incident/state.ts';
import type { GroupedSeries } from '../core/rollup/series.ts';
import { addMinutes, addMs, type EpochMs, minuteOf } from '../core/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { Counts } from '../ports/counts.ts';
import type { IncidentStore, StoredState } from '../ports/incidents.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { SegmentStore } from '../ports/segments.ts';
import type { TickStore } from '../ports/ticks.ts';
import { Delivery, type DeliveryTotals } from './deliver.ts';
import { withPercentiles } from './percentiles.ts';

export interface EvaluateDependencies {
  readonly guardrails: readonly Guardrail[];
  readonly counts: Counts;
  /** Read again for the percentile in a message. */
  readonly segments: SegmentStore;
  readonly incidents: IncidentStore;
  readonly ticks: TickStore;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

export interface TickReport extends DeliveryTotals {
  /**
   * `done`: judged, and the tick item advanced. `old`: not newer than a tick that was finished; nothing was touched.
   * `future`: ahead of the clock; refused. `overtaken`: another evaluator finished this tick or a newer one first.
   */
  readonly status: 'done' | 'old' | 'future' | 'overtaken';
  readonly tick: EpochMs;
  readonly judged: number;
  /** By guardrail: why it is told of, or why not. */
  readonly decisions: Readonly<Record<string, string>>;
  readonly failures: readonly GuardrailFailure[];
  /** Distinct events of the window. */
  readonly events: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly unreadableSegments: number;
}

export interface GuardrailFailure {
  readonly guardrail: string;
  readonly error: unknown;
}

/**
 * One tick: send what earlier ticks left unsent, read, judge each guardrail apart from the others, save, publish,
 * acknowledge, advance the tick item. `tick` is the scheduled time and decides what is judged; the clock only refuses
 * ticks that have not come yet. `writer` is unique to this invocation. A read that fails throws and has changed nothing.
 */
export const evaluate = async (deps: EvaluateDependencies, tick: EpochMs, writer: string): Promise<TickReport> => {
  if (tick > addMs(deps.clock.now(), budgets.tickAheadOfClock)) return untouched('future', tick);
  const last = await deps.ticks.last();
  if (last !== undefined && tick <= last) return untouched('old', tick);

  const delivery = new Delivery(deps, writer);
  const states = await delivery.sendUnsent(await deps.incidents.readAll(), tick);
  const now = minuteOf(tick);
  const counted = await deps.counts.count(
    deps.guardrails,
    { from: addMinutes(now, -LONGEST_WINDOW_MINUTES), to: now },
    tick,
  );

  const saved: StoredState[] = [];
  const decisions: Record<string, string> = {};
  const failures: GuardrailFailure[] = [];
  for (const guardrail of deps.guardrails) {
    try {
      const before = states.get(guardrail.id) ?? { state: newState(guardrail.id), rev: 0 };
      const after = await judgeAndSave(
        deps,
        guardrail,
        counted.series.get(guardrail.id) ?? new Map(),
        before,
        tick,
        writer,
      );
      decisions[guardrail.id] = after.decision;
      if (after.saved !== undefined) saved.push(after.saved);
    } catch (error) {
      failures.push({ guardrail: guardrail.id, error });
    }
  }
  for (const state of saved) await delivery.send(state);

  const advanced = await deps.ticks.advance(tick, writer);
  return {
    status: advanced ? 'done' : 'overtaken',
    tick,
    judged: deps.guardrails.length - failures.length,
    decisions,
    failures,
    ...delivery.totals,
    events: counted.events,
    duplicates: counted.duplicates,
    conflicts: counted.conflicts,
    unreadableSegments: counted.unreadable,
  };
};

/** Whether the heart may beat: this tick advanced, and no guardrail went unjudged. */
export const judgedEverything = ({ status, failures }: TickReport): boolean =>
  status === 'done' && failures.length === 0;

/** The state as it was saved, if it changed and nobody else was quicker, and what was decided. */
const judgeAndSave = async (
  deps: EvaluateDependencies,
  guardrail: Guardrail,
  counts: GroupedSeries,
  before: StoredState,
  tick: EpochMs,
  writer: string,
): Promise<{ readonly saved?: StoredState; readonly decision: string }> => {
  if (before.state.tick >= tick) return { decision: 'judged by another evaluator of this tick' };
  const observations = observe(guardrail, counts, before.state.members, minuteOf(tick));
  const { state, closed, decision } = await withPercentiles(
    advance(before.state, guardrail, observations, tick),
    guardrail,
    deps.segments,
    tick,
  );
  if (isSameState(before.state, state)) return { decision };

  if (closed !== undefined) await deps.incidents.archive(guardrail.id, closed);
  const outcome = await deps.incidents.save(state, before.rev, writer);
  return outcome.kind === 'saved'
    ? { saved: { state, rev: outcome.rev }, decision }
    : { decision: 'another evaluator was quicker' };
};

const untouched = (status: 'old' | 'future', tick: EpochMs): TickReport => ({
  status,
  tick,
  judged: 0,
  decisions: {},
  failures: [],
  sent: 0,
  setAside: 0,
  unsent: 0,
  events: 0,
  duplicates: 0,
  conflicts: 0,
  unreadableSegments: 0,
});
