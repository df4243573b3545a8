import { budgets } from '../budgets.ts';
import { LONGEST_WINDOW_MINUTES } from '../core/evidence/constants.ts';
import { isDue } from '../core/evidence/due.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { countedSince, warmingUpText } from '../core/history/warming-up.ts';
import { isUnmatched } from '../core/incident/notice.ts';
import type { Observations } from '../core/incident/observe.ts';
import { activeGroups } from '../core/incident/member.ts';
import type { Silence } from '../core/silence/silence.ts';
import { activeSilences } from '../core/silence/silencing.ts';
import { newState } from '../core/incident/state.ts';
import { addMinutes, addMs, type EpochMinute, type EpochMs, minuteOf } from '../core/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { AlwaysCounted, Counts } from '../ports/counts.ts';
import type { IncidentStore, StoredState } from '../ports/incidents.ts';
import type { LateMarkers } from '../ports/late-markers.ts';
import type { PartHistoryStore } from '../ports/part-histories.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { RollupStore } from '../ports/rollups.ts';
import type { SegmentStore } from '../ports/segments.ts';
import type { SilenceStore } from '../ports/silences.ts';
import type { TickStore } from '../ports/ticks.ts';
import { Delivery, type DeliveryTotals } from './deliver.ts';
import { type Bench, judgeGuardrail, retireGuardrail } from './judge-guardrail.ts';
import { seal, type SealReport } from './seal.ts';

export interface EvaluateDependencies {
  readonly guardrails: readonly Guardrail[];
  /** Planned in the rules, beside those that people set by hand. */
  readonly plannedSilences: readonly Silence[];
  readonly silences: SilenceStore;
  readonly counts: Counts;
  /** Read again for a message (who, how much, which) and to seal minutes. */
  readonly segments: SegmentStore;
  readonly rollups: RollupStore;
  readonly histories: PartHistoryStore;
  readonly markers: LateMarkers;
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
  /** Guardrails that were due. */
  readonly judged: number;
  /** By guardrail: why it is told of, or why not. */
  readonly decisions: Readonly<Record<string, string>>;
  /** By guardrail: what was seen of the whole and of each group, with the reason. */
  readonly observations: ReadonlyMap<string, Observations>;
  readonly failures: readonly GuardrailFailure[];
  /** Guardrails whose pattern has found no event for a day. */
  readonly unmatched: readonly string[];
  /** Guardrails whose metrics are new and not filled back yet as far as they are judged, and since when they are counted. */
  readonly warmingUp: Readonly<Record<string, EpochMinute>>;
  /** Distinct events that were counted from raw segments: those of minutes that are not sealed yet. */
  readonly events: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly unreadableSegments: number;
  /** What was sealed after everything had been told; missing where that failed. */
  readonly sealed?: SealReport;
  readonly sealError?: unknown;
}

export interface GuardrailFailure {
  readonly guardrail: string;
  readonly error: unknown;
}

/**
 * One tick: send what earlier ticks left unsent, read, judge each guardrail that is due apart from the others, save, publish,
 * acknowledge, seal, advance the tick item. `tick` is the scheduled time and decides what is judged; the clock only refuses
 * ticks that have not come yet. `writer` is unique to this invocation. A read that fails throws and has changed nothing.
 */
export const evaluate = async (deps: EvaluateDependencies, tick: EpochMs, writer: string): Promise<TickReport> => {
  const startedAt = deps.clock.now();
  if (tick > addMs(startedAt, budgets.tickAheadOfClock)) return untouched('future', tick);
  const last = await deps.ticks.last();
  if (last !== undefined && tick <= last) return untouched('old', tick);

  const delivery = new Delivery(deps, writer);
  // What an evaluator of the same tick has just saved is its own to send.
  const states = await delivery.send((await deps.incidents.readAll()).values(), ({ at }) => at < tick);
  const now = minuteOf(tick);
  const window = { from: addMinutes(now, -LONGEST_WINDOW_MINUTES), to: now };
  const due = deps.guardrails.filter((guardrail) => isDue(guardrail, last, tick));
  const [counted, silences, warmingUp] = await Promise.all([
    deps.counts.count(due, window, tick, alwaysCounted(states)),
    deps.silences.read(tick),
    readWarmingUp(deps, now),
  ]);

  const bench: Bench = {
    ...deps,
    silences: activeSilences([...deps.plannedSilences, ...silences], now),
    explainUntil: addMs(startedAt, budgets.explainTime),
    tick,
    writer,
  };
  const saved: StoredState[] = [];
  const decisions: Record<string, string> = {};
  const unmatched: string[] = [];
  const failures: GuardrailFailure[] = [];
  const observations = new Map<string, Observations>();
  let judgedCount = 0;
  const apart = async (guardrail: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push({ guardrail, error });
    }
  };
  for (const guardrail of due) {
    const { id } = guardrail;
    await apart(id, async () => {
      const counts = counted.series.get(id) ?? new Map();
      const judged = await judgeGuardrail(bench, guardrail, counts, states.get(id) ?? { state: newState(id), rev: 0 });
      decisions[id] = judged.decision + warmingUpText(warmingUp[id]);
      judgedCount++;
      if (judged.observations !== undefined) observations.set(id, judged.observations);
      if (judged.saved !== undefined) saved.push(judged.saved);
      if (isUnmatched(judged.state, now)) unmatched.push(id);
    });
  }
  for (const { id } of deps.guardrails.filter((guardrail) => !due.includes(guardrail))) {
    decisions[id] = 'judged once an hour';
    const stored = states.get(id);
    if (stored !== undefined && isUnmatched(stored.state, now)) unmatched.push(id);
  }
  for (const [id, stored] of removed(states, deps.guardrails)) {
    await apart(id, async () => {
      const retired = await retireGuardrail(bench, stored);
      if (retired === undefined) return;
      decisions[id] = retired.decision;
      if (retired.saved !== undefined) saved.push(retired.saved);
    });
  }
  await delivery.send(saved);

  const sealing = await trySeal(deps, tick, writer, addMs(startedAt, budgets.sealTime));
  const advanced = await deps.ticks.advance(tick, writer);
  return {
    status: advanced ? 'done' : 'overtaken',
    tick,
    judged: judgedCount,
    decisions,
    observations,
    failures,
    unmatched,
    warmingUp,
    ...delivery.totals,
    events: counted.events,
    duplicates: counted.duplicates,
    conflicts: counted.conflicts,
    unreadableSegments: counted.unreadable,
    ...sealing,
  };
};

/** It is only told: where it can't be read the guardrails are judged all the same. */
const readWarmingUp = async (
  { guardrails, histories: store }: EvaluateDependencies,
  now: EpochMinute,
): Promise<TickReport['warmingUp']> => {
  try {
    const { histories } = await store.read();
    const since = guardrails.map((guardrail) => [guardrail.id, countedSince(guardrail, histories, now)] as const);
    return Object.fromEntries(since.filter((entry): entry is [string, EpochMinute] => entry[1] !== undefined));
  } catch {
    return {};
  }
};

/** What fails here is done by the next tick; until then more is read raw. It must not keep this one from having been. */
const trySeal = async (
  deps: EvaluateDependencies,
  tick: EpochMs,
  writer: string,
  until: EpochMs,
): Promise<Pick<TickReport, 'sealed' | 'sealError'>> => {
  try {
    return { sealed: await seal(deps, tick, writer, until) };
  } catch (sealError) {
    return { sealError };
  }
};

/** Whether the heart may beat: this tick advanced, and no guardrail went unjudged. */
export const judgedEverything = ({ status, failures }: TickReport): boolean =>
  status === 'done' && failures.length === 0;

const alwaysCounted = (states: ReadonlyMap<string, StoredState>): AlwaysCounted =>
  new Map([...states].map(([id, { state }]) => [id, activeGroups(state.members)]));

/** The states of guardrails that are not in the rules. */
const removed = (
  states: ReadonlyMap<string, StoredState>,
  guardrails: readonly Guardrail[],
): readonly (readonly [string, StoredState])[] => {
  const known = new Set(guardrails.map(({ id }) => id));
  return [...states].filter(([id]) => !known.has(id));
};

const untouched = (status: 'old' | 'future', tick: EpochMs): TickReport => ({
  status,
  tick,
  judged: 0,
  decisions: {},
  observations: new Map(),
  failures: [],
  unmatched: [],
  warmingUp: {},
  sent: 0,
  setAside: 0,
  unsent: 0,
  events: 0,
  duplicates: 0,
  conflicts: 0,
  unreadableSegments: 0,
});
