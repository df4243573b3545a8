import { budgets } from '../../shared/budgets.ts';
import { memoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import { memorySilences } from '../../shared/adapters/memory/silences.ts';
import { memoryTicks } from '../../shared/adapters/memory/ticks.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { evaluate } from '../../shared/app/evaluate.ts';
import { ingest } from '../../shared/app/ingest.ts';
import { seal } from '../../shared/app/seal.ts';
import { addMs, type EpochMinute, type EpochMs, minuteOf } from '../../shared/core/units.ts';
import type { TickStore } from '../../shared/ports/ticks.ts';
import { Invocation, type Conditions } from './invocation.ts';
import { guardrails } from './past.ts';
import { type Stores, storesOf } from './stores.ts';
import type { Timeline } from './timeline.ts';

export interface SentEvent {
  readonly id: string;
  readonly time: EpochMs;
  readonly outcome: 'succeeded' | 'failed';
}

/** Whether a tick is all that an evaluator does, or only its sealing, which is much faster. */
export type Scope = 'whole ticks' | 'sealing';

/** The stores with those who write to them, and a record of what must not have been. */
export class World {
  readonly stores: Stores;
  readonly timeline: Timeline;
  readonly incidents = memoryIncidents();
  readonly ticks: TickStore = memoryTicks();
  /** What was broken on the way, in words. */
  readonly broken: string[] = [];
  /** Events that a producer was told are durable, by minute, and all that were ever sent. */
  readonly accepted = new Map<EpochMinute, Set<string>>();
  readonly sent = new Map<EpochMinute, Set<string>>();
  /** What the histories were about: a test that meets none of it says nothing. */
  readonly met = new Set<string>();
  readonly #publisher = memoryPublisher();
  readonly #silences = memorySilences();
  readonly #scope: Scope;
  readonly #finished = new Set<EpochMs>();
  #writers = 0;
  #running = 0;

  constructor(stores: Stores, timeline: Timeline, scope: Scope) {
    this.stores = { ...stores, rollups: this.#watched(stores.rollups) };
    this.timeline = timeline;
    this.#scope = scope;
  }

  /** An evaluator begins now. */
  evaluator(tick: EpochMs, conditions: Conditions): void {
    const invocation = new Invocation(this.timeline, budgets.evaluateTimeout, conditions);
    if (this.#running++ > 0) this.met.add('two evaluators at once');
    const writer = `writer-${++this.#writers}`;
    const run =
      this.#scope === 'sealing' ? this.#sealOnly(invocation, tick, writer) : this.#evaluate(invocation, tick, writer);
    void run
      .catch((error: unknown) => {
        if (conditions.fault === undefined)
          this.broken.push(`an evaluator that nothing disturbed threw ${String(error)}`);
      })
      .finally(() => this.#running--);
  }

  /** A producer sends, and again if it was not told that all is well. */
  producer(events: readonly SentEvent[], conditions: Conditions, resend: () => void): void {
    const invocation = new Invocation(this.timeline, budgets.ingestTimeout, conditions);
    const remember = (all: Map<EpochMinute, Set<string>>): void => {
      for (const { id, time } of events) all.set(minuteOf(time), (all.get(minuteOf(time)) ?? new Set()).add(id));
    };
    remember(this.sent);
    const batch = events.map((event) => ({
      ...event,
      latencyMs: 300,
      attributes: { bank: event.id.endsWith('1') ? 'ccb' : 'icbc' },
    }));
    const deps = { ...storesOf(invocation, this.stores), clock: invocation.clock };
    let isDone = false;
    const hear = async (): Promise<void> => {
      const outcome = await ingest(deps, JSON.stringify({ events: batch }), 'batch');
      if (outcome.kind === 'refused') this.broken.push(`a batch was refused: ${outcome.refusal.message}`);
      if (outcome.kind !== 'stored') return;
      isDone = true;
      remember(this.accepted);
      if (outcome.late > 0) this.met.add('late events');
      if (outcome.late < events.length) this.met.add('events in time');
      for (const rejected of outcome.report.errors)
        if (rejected.code !== 'conflict') this.broken.push(`an event was rejected: ${rejected.message}`);
    };
    void hear();
    this.timeline.in(budgets.ingestTimeout, () => {
      if (!isDone) resend();
    });
  }

  async #evaluate(invocation: Invocation, tick: EpochMs, writer: string): Promise<void> {
    const stores = storesOf(invocation, this.stores);
    const report = await evaluate(
      {
        ...stores,
        guardrails,
        plannedSilences: [],
        counts: countRolled(stores),
        silences: invocation.through(this.#silences),
        incidents: invocation.through(this.incidents),
        ticks: invocation.through(this.ticks),
        publisher: invocation.through(this.#publisher),
        clock: invocation.clock,
      },
      tick,
      writer,
    );
    this.met.add(report.status);
    if (report.sealError !== undefined) this.met.add('a sealing that failed');
    if (report.status !== 'done') return;
    if (this.#finished.has(tick)) this.broken.push(`two evaluators finished the tick ${tick}`);
    this.#finished.add(tick);
    const last = await this.ticks.last();
    if (last === undefined || last < tick) this.broken.push(`done at ${tick}, but the tick item says ${last}`);
  }

  /** What `evaluate` does of a tick beside judging. */
  async #sealOnly(invocation: Invocation, tick: EpochMs, writer: string): Promise<void> {
    const startedAt = invocation.clock.now();
    const ticks = invocation.through(this.ticks);
    const last = await ticks.last();
    if (last !== undefined && tick <= last) return;
    const deps = { ...storesOf(invocation, this.stores), guardrails, clock: invocation.clock };
    const report = await seal(deps, tick, writer, addMs(startedAt, budgets.sealTime));
    if (report.behind > 0) this.met.add('a sealing that did not get to its end');
    if (report.resealed > 0) this.met.add('minutes sealed again');
    if (report.minutes > 30) this.met.add('half an hour sealed at once');
    await ticks.advance(tick, writer);
  }

  #watched(rollups: Stores['rollups']): Stores['rollups'] {
    return {
      ...rollups,
      put: async (...args) => {
        const isSet = await rollups.put(...args);
        if (!isSet) this.met.add('a rollup that was another by then');
        return isSet;
      },
      advance: async (...args) => {
        const before = await rollups.sealedThrough();
        const isMoved = await rollups.advance(...args);
        const after = await rollups.sealedThrough();
        if (before !== undefined && (after === undefined || after < before))
          this.broken.push(`the cursor moved back from ${before} to ${after}`);
        if (!isMoved) this.met.add('a cursor that was elsewhere by then');
        return isMoved;
      },
    };
  }
}
