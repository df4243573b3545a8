import { memoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memoryPartHistories } from '../../shared/adapters/memory/part-histories.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { memorySilences } from '../../shared/adapters/memory/silences.ts';
import { memoryTicks } from '../../shared/adapters/memory/ticks.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { evaluate, type EvaluateDependencies, type TickReport } from '../../shared/app/evaluate.ts';
import { seal } from '../../shared/app/seal.ts';
import { storeSegments } from '../../shared/app/store-segments.ts';
import type { Rules } from '../../shared/core/guardrail/rules.ts';
import type { GuardrailState } from '../../shared/core/incident/state.ts';
import type { RenderedMessage } from '../../shared/core/message/rendered.ts';
import type { GroupedSeries } from '../../shared/core/rollup/series.ts';
import type { EncodedSegment } from '../../shared/core/segment/encoded-segment.ts';
import { addMinutes, type EpochMinute, hourOf, MINUTES_PER_DAY, startOf } from '../../shared/core/units.ts';
import { virtualClock, type VirtualClock } from '../local/virtual-clock.ts';
import { collectingPublisher } from './publisher.ts';
import { rawBounds, RawMinutes } from './raw-minutes.ts';
import { type ReplayRollups, replayRollups } from './rollups.ts';

/** What a minute came to. */
export interface Step {
  /** The minute that began with this tick; the newest that was judged is the one before. */
  readonly now: EpochMinute;
  readonly report: TickReport;
  readonly states: ReadonlyMap<string, GuardrailState>;
  /** By guardrail: the counts that were judged, of those that were due. */
  readonly counts: ReadonlyMap<string, GroupedSeries>;
  /** The messages of this tick. */
  readonly sent: readonly RenderedMessage[];
}

/** Hours and days: two calendar months and what a month of an objective or of past weeks asks for beyond them. */
const LONG_ROLLUPS_MINUTES = 100 * MINUTES_PER_DAY;

/**
 * A deployment in memory with a clock of its own: the store, evaluator and sealer that run on AWS, fed minute by minute.
 * What tests and backtests rules goes through it, so that nothing is ever judged in another way than in production.
 */
export class Replay {
  readonly #deps: EvaluateDependencies;
  readonly #clock: VirtualClock;
  readonly #segments = memorySegments();
  readonly #rollups: ReplayRollups = replayRollups();
  readonly #publisher = collectingPublisher();
  readonly #raw: RawMinutes;
  readonly #minutesKept: number;
  #counts: ReadonlyMap<string, GroupedSeries> = new Map();
  #now: EpochMinute;
  #ticks = 0;
  #tooLate = 0;

  constructor({ guardrails, silences }: Rules, start: EpochMinute) {
    this.#now = start;
    this.#clock = virtualClock(startOf(start));
    this.#raw = new RawMinutes(start);
    // A past week is read by the minute, a little wider than this one; a late minute needs the others of its hour.
    const weeks = Math.max(0, ...guardrails.map(({ baseline }) => baseline?.weeks ?? 0));
    this.#minutesKept = weeks * 7 * MINUTES_PER_DAY + rawBounds.minutes + MINUTES_PER_DAY;
    const counting = countRolled({ segments: this.#segments, rollups: this.#rollups });
    this.#deps = {
      guardrails,
      plannedSilences: silences,
      silences: memorySilences(),
      counts: {
        count: async (...asked) => {
          const counted = await counting.count(...asked);
          this.#counts = counted.series;
          return counted;
        },
      },
      segments: this.#segments,
      rollups: this.#rollups,
      histories: memoryPartHistories(),
      markers: memoryLateMarkers(),
      incidents: memoryIncidents(),
      ticks: memoryTicks(),
      publisher: this.#publisher,
      clock: this.#clock,
    };
  }

  /** The minute that is going on. */
  get now(): EpochMinute {
    return this.#now;
  }

  /** Events that came when the others of their minute were no longer in memory: they count nowhere. */
  get tooLate(): number {
    return this.#tooLate;
  }

  /** Takes segments as if they came now. */
  async take(segments: readonly EncodedSegment[]): Promise<void> {
    const kept = segments.filter((segment) => this.#raw.take(segment));
    if (kept.length < segments.length)
      for (const segment of segments) this.#tooLate += kept.includes(segment) ? 0 : segment.count;
    await storeSegments(this.#deps, kept);
  }

  /** Ends the minute unjudged. What came in it is known to those that are judged after it: each hour is sealed at its end. */
  async pass(): Promise<void> {
    this.#now = addMinutes(this.#now, 1);
    const time = startOf(this.#now);
    this.#clock.set(time);
    if (hourOf(this.#now) !== this.#now) return;
    await seal(this.#deps, time, `replay-${++this.#ticks}`, time);
    this.#forget();
  }

  /** Ends the minute and judges it. Throws where anything failed: in memory nothing may. */
  async tick(): Promise<Step> {
    this.#now = addMinutes(this.#now, 1);
    const tick = startOf(this.#now);
    this.#clock.set(tick);
    const report = await evaluate(this.#deps, tick, `replay-${++this.#ticks}`);
    const failure = report.failures[0]?.error ?? report.sealError ?? report.deliveryError;
    if (report.status !== 'done' || failure !== undefined)
      throw new Error(`Expected the tick of ${new Date(tick).toISOString()} to be done, it was ${report.status}`, {
        cause: failure,
      });
    this.#forget();
    const stored = await this.#deps.incidents.readAll();
    return {
      now: this.#now,
      report,
      states: new Map([...stored].map(([id, { state }]) => [id, state])),
      counts: this.#counts,
      sent: this.#publisher.collect(),
    };
  }

  #forget(): void {
    this.#segments.forget(this.#raw.forget(this.#now));
    // Once an hour is often enough for what is looked through whole.
    if (this.#ticks % 60 !== 0) return;
    this.#rollups.forget('minute', addMinutes(this.#now, -this.#minutesKept));
    this.#rollups.forget('hour', addMinutes(this.#now, -LONG_ROLLUPS_MINUTES));
    this.#rollups.forget('day', addMinutes(this.#now, -LONG_ROLLUPS_MINUTES));
  }
}
