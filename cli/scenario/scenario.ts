import type { Place } from '../../shared/core/guardrail/problem.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import type { Check } from './checks/check.ts';
import type { ChangeLine, TrafficLine } from './lines/line.ts';
import type { ScenarioMinute } from './lines/time.ts';

/** A file of a made-up day and what the rules must say of it. */
export interface Scenario {
  readonly name: string;
  /** What happens, in a sentence. */
  readonly what?: string;
  readonly rules: Rules;
  /** The midnight (UTC) that its times count from. */
  readonly start: EpochMinute;
  readonly seed: number;
  readonly history: readonly Placed<TrafficLine>[];
  readonly traffic: readonly Placed<TrafficLine>[];
  readonly changes: readonly Placed<ChangeLine>[];
  readonly explicit: readonly Placed<ExplicitEvent>[];
  readonly checks: readonly Check[];
  /** When it is over: where its last event lies, or its last check. */
  readonly end: ScenarioMinute;
}

/** A line, where it stands in its file, and which of its list it is. */
export type Placed<Line> = Line & { readonly place: Place; readonly index: number };

/** An event that is written out. */
export interface ExplicitEvent {
  readonly at: ScenarioMinute;
  /** Of the minute in which it is. */
  readonly second: number;
  /** As a producer would send it; what it does not say of id, time and outcome is filled in. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly arrives?: ScenarioMinute;
  readonly again: number;
}
