import type { Rules } from '../../shared/core/guardrail/rules.ts';
import type { EpochMinute } from '../../shared/core/units.ts';
import { addMinutes } from '../../shared/core/units.ts';
import { Replay } from '../replay/replay.ts';
import type { Beat } from './beat.ts';
import { IncidentLog, type LoggedIncident } from './incident-log.ts';
import { Trails } from './trail.ts';
import { VerdictLog, type Verdicts } from './verdict-log.ts';

/** A rules file, and what to call it. */
export interface NamedRules {
  readonly name: string;
  readonly rules: Rules;
}

/** What one rules file made of the events. */
export interface Outcome {
  readonly named: NamedRules;
  readonly incidents: readonly LoggedIncident[];
  readonly messages: number;
  readonly tooLate: number;
  readonly verdictsOf: (guardrail: string) => Verdicts;
  readonly trails: Trails;
}

export interface Backtest {
  /** The first minute that was judged, and the one after the last. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly ticks: number;
  /** Distinct events that were counted, of those that were not late. */
  readonly events: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** One for each rules file, in their order. */
  readonly outcomes: readonly Outcome[];
}

/**
 * Replays minutes through each of some rules files at once: what is compared has seen the same. `onTick` hears of each minute.
 * Undefined where there are none.
 */
export const runBacktest = async (
  beats: AsyncIterable<Beat>,
  all: readonly NamedRules[],
  onTick: (minute: EpochMinute) => void = () => undefined,
): Promise<Backtest | undefined> => {
  let lanes: readonly Lane[] = [];
  let from: EpochMinute | undefined;
  let to: EpochMinute | undefined;
  let ticks = 0;
  for await (const { minute, segments } of beats) {
    if (from === undefined) {
      from = minute;
      lanes = all.map((named) => new Lane(named, minute));
    }
    for (const lane of lanes) await lane.play(segments);
    to = addMinutes(minute, 1);
    ticks++;
    onTick(minute);
  }
  const [first] = lanes;
  if (from === undefined || to === undefined || first === undefined) return undefined;
  return { from, to, ticks, ...first.counted, outcomes: lanes.map((lane) => lane.outcome) };
};

/** One rules file with a deployment of its own. */
class Lane {
  readonly #named: NamedRules;
  readonly #replay: Replay;
  readonly #incidents = new IncidentLog();
  readonly #verdicts = new VerdictLog();
  readonly #trails: Trails;
  #sealed = { events: 0, duplicates: 0, conflicts: 0 };
  #counted = { events: 0, duplicates: 0, conflicts: 0 };

  constructor(named: NamedRules, start: EpochMinute) {
    this.#named = named;
    this.#replay = new Replay(named.rules, start);
    this.#trails = new Trails(named.rules.guardrails, start);
  }

  /** What was sealed, and what the last tick counted beyond it. */
  get counted(): Pick<Backtest, 'events' | 'duplicates' | 'conflicts'> {
    return this.#counted;
  }

  get outcome(): Outcome {
    return {
      named: this.#named,
      incidents: this.#incidents.incidents,
      messages: this.#incidents.messages,
      tooLate: this.#replay.tooLate,
      verdictsOf: (guardrail) => this.#verdicts.of(guardrail),
      trails: this.#trails,
    };
  }

  async play(segments: Beat['segments']): Promise<void> {
    await this.#replay.take(segments);
    const step = await this.#replay.tick();
    this.#incidents.see(step);
    this.#verdicts.see(step);
    this.#trails.see(step);
    const { report } = step;
    this.#counted = sumOf(this.#sealed, report);
    if (report.sealed !== undefined) this.#sealed = sumOf(this.#sealed, report.sealed);
  }
}

type Counted = Pick<Backtest, 'events' | 'duplicates' | 'conflicts'>;

const sumOf = (left: Counted, right: Counted): Counted => ({
  events: left.events + right.events,
  duplicates: left.duplicates + right.duplicates,
  conflicts: left.conflicts + right.conflicts,
});
