import { budgets } from '../../shared/budgets.ts';
import { memoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import { memorySilences } from '../../shared/adapters/memory/silences.ts';
import { memoryTicks } from '../../shared/adapters/memory/ticks.ts';
import { countRolled } from '../../shared/app/count-rolled.ts';
import { evaluate } from '../../shared/app/evaluate.ts';
import { ingest } from '../../shared/app/ingest.ts';
import { seal } from '../../shared/app/seal.ts';
import { partName } from '../../shared/core/history/part-histories.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { addMinutes, addMs, type EpochMinute, type EpochMs, minuteOf, startOf } from '../../shared/core/units.ts';
import type { TickStore } from '../../shared/ports/ticks.ts';
import { Invocation, type Conditions } from './invocation.ts';
import { type Release, rulesOf } from './past.ts';
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
    this.stores = { ...stores, rollups: this.#watched(stores), histories: this.#watchedHistories(stores) };
    this.timeline = timeline;
    this.#scope = scope;
  }

  /** An evaluator begins now. */
  evaluator(tick: EpochMs, conditions: Conditions, release: Release): void {
    const invocation = new Invocation(this.timeline, budgets.evaluateTimeout, conditions);
    if (this.#running++ > 0) this.met.add('two evaluators at once');
    const writer = `writer-${++this.#writers}`;
    if (release === 'more') this.met.add('a rule more');
    const work = this.#scope === 'sealing' ? this.#sealOnly : this.#evaluate;
    void work
      .call(this, invocation, tick, writer, release)
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

  /** Whether every part is known as far back as anything was sealed. */
  async isFilled(release: Release): Promise<boolean> {
    const { histories } = await this.stores.histories.read();
    return partsOf(rulesOf(release)).every((part) => histories.parts.get(partName(part)) === histories.begin);
  }

  async #evaluate(invocation: Invocation, tick: EpochMs, writer: string, release: Release): Promise<void> {
    const stores = storesOf(invocation, this.stores);
    const report = await evaluate(
      {
        ...stores,
        guardrails: rulesOf(release),
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
  async #sealOnly(invocation: Invocation, tick: EpochMs, writer: string, release: Release): Promise<void> {
    const startedAt = invocation.clock.now();
    const ticks = invocation.through(this.ticks);
    const last = await ticks.last();
    if (last !== undefined && tick <= last) return;
    const deps = { ...storesOf(invocation, this.stores), guardrails: rulesOf(release), clock: invocation.clock };
    const report = await seal(deps, tick, writer, addMs(startedAt, budgets.sealTime));
    if (report.behind > 0) this.met.add('a sealing that did not get to its end');
    if (report.resealed > 0) this.met.add('minutes sealed again');
    if (report.filled > 0) this.met.add('minutes filled back');
    if (report.unfilled > 0) this.met.add('a filling back that did not get to its end');
    if (report.minutes > 30) this.met.add('half an hour sealed at once');
    await ticks.advance(tick, writer);
  }

  #watched(stores: Stores): Stores['rollups'] {
    const { rollups } = stores;
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
        await this.#checkKnown(stores);
        return isMoved;
      },
    };
  }

  #watchedHistories(stores: Stores): Stores['histories'] {
    return {
      ...stores.histories,
      save: async (...args) => {
        const isSaved = await stores.histories.save(...args);
        if (!isSaved) this.met.add('histories that were others by then');
        if (args[0].parts.size < partsOf(rulesOf('usual')).length + 1) this.met.add('a part that is not known');
        await this.#checkKnown(stores);
        return isSaved;
      },
    };
  }

  /** At no moment more is said to be known than lies there. */
  async #checkKnown({ histories: store, rollups }: Stores): Promise<void> {
    const { histories } = await store.read();
    const through = await rollups.sealedThrough();
    if (through === undefined) return;
    for (const part of partsOf(rulesOf('more'))) {
      const from = histories.parts.get(partName(part));
      if (from === undefined || from > through) continue;
      const stored = await rollups.read(part, 'minute', from, addMinutes(through, 1), startOf(through));
      if (stored.length !== through - from + 1)
        this.broken.push(`${partName(part)} is said to be known from ${from} to ${through}, which it is not`);
    }
  }
}
