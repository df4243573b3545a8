import type { Findings } from '../core/explain/explanation.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { advance, type Advance } from '../core/incident/advance.ts';
import { conclude } from '../core/incident/conclude.ts';
import { notice } from '../core/incident/notice.ts';
import { type Observations, observe } from '../core/incident/observe.ts';
import { retire } from '../core/incident/retire.ts';
import type { ActiveSilence } from '../core/silence/silence.ts';
import { type GuardrailState, isSameState } from '../core/incident/state.ts';
import type { GroupedSeries } from '../core/rollup/series.ts';
import { type EpochMs, minuteOf } from '../core/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentStore, StoredState } from '../ports/incidents.ts';
import type { RollupStore } from '../ports/rollups.ts';
import type { SegmentStore } from '../ports/segments.ts';
import { explainNotification } from './explain.ts';
import { explainBudget } from './explain-budget.ts';

/** What the judging of every guardrail of a tick shares. */
export interface Bench {
  readonly incidents: IncidentStore;
  readonly segments: SegmentStore;
  readonly rollups: RollupStore;
  readonly silences: readonly ActiveSilence[];
  readonly clock: Clock;
  /** On the clock, when this tick has read enough for explanations. */
  readonly explainUntil: EpochMs;
  readonly tick: EpochMs;
  readonly writer: string;
}

export interface Judged {
  /** The state as it was saved, if it changed and nobody else was quicker. */
  readonly saved?: StoredState;
  /** As it is after this tick, saved or not. */
  readonly state: GuardrailState;
  /** Why a message goes out, or why none does. */
  readonly decision: string;
  /** What was seen of each member; missing where another evaluator was first, and of a rule that is gone. */
  readonly observations?: Observations;
}

/** Judges a guardrail and saves what became of it, with what must be said about it, in one write. */
export const judgeGuardrail = async (
  bench: Bench,
  guardrail: Guardrail,
  counts: GroupedSeries,
  before: StoredState,
): Promise<Judged> => {
  const { tick, silences } = bench;
  if (before.state.tick >= tick) return { state: before.state, decision: 'judged by another evaluator of this tick' };
  const now = minuteOf(tick);
  const state = notice(before.state, counts, guardrail, now);
  const observations = observe({ guardrail, counts, state, now });
  const advanced = advance({ state, guardrail, observations, tick, silences });
  const findings = await find(bench, guardrail, advanced);
  const concluded = findings === undefined ? advanced : conclude(advanced, findings, guardrail, silences);
  return { ...(await save(bench, before, concluded)), observations };
};

/** Closes what is open of a guardrail that is no longer in the rules; undefined where nothing is. */
export const retireGuardrail = async (bench: Bench, before: StoredState): Promise<Judged | undefined> => {
  if (before.state.tick >= bench.tick) return undefined;
  const retired = retire(before.state, bench.tick, bench.silences);
  return retired === undefined ? undefined : save(bench, before, retired);
};

/** Read only when a message will go out; where reading fails or takes too long it goes without. */
const find = async (
  { segments, rollups, clock, explainUntil, tick }: Bench,
  guardrail: Guardrail,
  { notification, state }: Advance,
): Promise<Findings | undefined> => {
  if (notification === undefined || clock.now() > explainUntil) return undefined;
  // The raw events of the last hours say nothing about a month.
  if (guardrail.kind === 'monthly') return undefined;
  const groups = state.incident?.groups ?? [];
  const [found, budget] = await Promise.all([
    explainNotification(notification, groups, guardrail, segments, tick).catch(() => undefined),
    explainBudget(notification, guardrail, rollups, tick).catch(() => undefined),
  ]);
  return budget === undefined ? found : { ...(found ?? nothingFound), budget };
};

const nothingFound: Findings = { examples: [], percentiles: new Map(), remainders: new Map() };

const save = async (
  { incidents, writer }: Bench,
  before: StoredState,
  { state, closed, decision }: Advance,
): Promise<Judged> => {
  if (isSameState(before.state, state)) return { state: before.state, decision };
  if (closed !== undefined) await incidents.archive(state.guardrail, closed);
  const outcome = await incidents.save(state, before.rev, writer);
  return outcome.kind === 'saved'
    ? { saved: { state, rev: outcome.rev }, state, decision }
    : { state: outcome.found.state, decision: 'another evaluator was quicker' };
};
