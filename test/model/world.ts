import { memoryLateMarkers } from '../../shared/adapters/memory/late-markers.ts';
import { memoryPartHistories } from '../../shared/adapters/memory/part-histories.ts';
import { memoryRollups } from '../../shared/adapters/memory/rollups.ts';
import { memoryIncidents } from '../../shared/adapters/memory/incidents.ts';
import { memorySegments } from '../../shared/adapters/memory/segments.ts';
import { memorySilences } from '../../shared/adapters/memory/silences.ts';
import { memoryTicks } from '../../shared/adapters/memory/ticks.ts';
import { evaluate, type EvaluateDependencies } from '../../shared/app/evaluate.ts';
import { LONGEST_WINDOW_MINUTES } from '../../shared/core/evidence/constants.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import type { Silence } from '../../shared/core/silence/silence.ts';
import type { RollupStore } from '../../shared/ports/rollups.ts';
import { addMinutes, addMs, type EpochMinute, epochMinute, minutes, startOf } from '../../shared/core/units.ts';
import { aSilence } from '../support/silences.ts';
import { THIS_MINUTE } from '../support/builders.ts';
import { type Call, Log } from './record.ts';
import { guardrailOf, nameOf, type Rule } from './rules.ts';
import { groupOf, tableCounts, Traffic } from './traffic.ts';
import { Topic } from './topic.ts';

/** How one invocation differs from the usual: its ports fail, or are slow. */
export interface Disturbance {
  readonly fails: boolean;
  readonly disturb: <Port extends object>(port: Port) => Port;
}
const undisturbed: Disturbance = { fails: false, disturb: (port) => port };

/** An evaluator and all around it, in memory, with the clock of a history. */
export class World {
  readonly traffic = new Traffic();
  readonly topic = new Topic();
  readonly log = new Log();
  readonly rules: readonly Rule[];
  readonly #incidents = memoryIncidents();
  readonly #ticks = memoryTicks();
  readonly #segments = memorySegments();
  /** Sealing has a model of its own: here everything is sealed long since, and counts come from the table. */
  readonly #rollups: RollupStore = {
    ...memoryRollups(),
    sealedThrough: async () => addMinutes(THIS_MINUTE, 1_000_000),
  };
  readonly #markers = memoryLateMarkers();
  readonly #histories = memoryPartHistories();
  readonly #silences = memorySilences();
  readonly #variants: number[];
  readonly #removed = new Set<number>();
  #silencesSet = 0;
  #writers = 0;
  #now: EpochMinute = THIS_MINUTE;

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    this.#variants = rules.map(() => 0);
    this.traffic.flow(addMinutes(this.#now, -LONGEST_WINDOW_MINUTES), this.#now);
  }

  get now(): EpochMinute {
    return this.#now;
  }

  /** Nothing is broken, and nothing is left to say. */
  get isQuiet(): boolean {
    return [...this.log.states.values()].every(
      ({ incident, members, outbox }) =>
        incident === undefined && outbox.length === 0 && [...members.values()].every(({ status }) => status === 'ok'),
    );
  }

  /** Time goes by, and payments come. No window reaches further back than the longest. */
  pass(count: number): void {
    const now = addMinutes(this.#now, count);
    this.traffic.flow(epochMinute(Math.max(this.#now, now - LONGEST_WINDOW_MINUTES)), now);
    this.#now = now;
  }

  /** One invocation for the minute of now. What it throws is what Lambda would see; the record holds what it did. */
  async invoke({ fails, disturb }: Disturbance = undisturbed): Promise<Call> {
    const tick = startOf(this.#now);
    const guardrails = this.#guardrails();
    const silences = await this.#silences.read(tick);
    const call: Call = { minute: this.#now, guardrails, silences, fails };
    const deps: EvaluateDependencies = {
      guardrails,
      plannedSilences: [],
      silences: disturb(this.#silences),
      counts: disturb(tableCounts(this.traffic, (id) => this.streamOf(id))),
      rollups: disturb(this.#rollups),
      histories: this.#histories,
      markers: this.#markers,
      segments: this.#segments,
      incidents: disturb(this.log.incidents(this.#incidents, call)),
      ticks: disturb(this.#ticks),
      publisher: disturb(this.log.publisher(this.topic.publisher, call)),
      clock: { now: () => tick },
    };
    try {
      call.report = await evaluate(deps, tick, `writer-${++this.#writers}`);
    } catch (error) {
      if (!fails) throw error;
    }
    return call;
  }

  get invocations(): number {
    return this.#writers;
  }

  async silence(rule: number | 'all', bank: number | 'any', length: number): Promise<void> {
    const from = startOf(this.#now);
    await this.#silences.put(
      aSilence({
        id: `silence-${++this.#silencesSet}`,
        guardrails: rule === 'all' ? [] : [nameOf(rule % this.rules.length)],
        match: bank === 'any' ? [] : [groupOf(bank)],
        period: { kind: 'once', from, until: addMs(from, minutes(length)) },
      }),
    );
  }

  /** Ends a silence now; without a number, all of them. */
  async expire(nth?: number): Promise<void> {
    const now = startOf(this.#now);
    const silences: readonly Silence[] = await this.#silences.read(now);
    for (const [index, silence] of silences.entries())
      if (nth === undefined || index === nth % silences.length)
        await this.#silences.put({ ...silence, period: { kind: 'once', from: now, until: now } });
  }

  limit(rule: number, variant: number): void {
    this.#variants[rule % this.rules.length] = variant;
  }

  toggle(rule: number): void {
    const index = rule % this.rules.length;
    if (!this.#removed.delete(index)) this.#removed.add(index);
  }

  streamOf(guardrail: string): number {
    return this.#ruleOf(guardrail).stream;
  }

  ruleAt(index: number): Rule {
    return this.#ruleOf(nameOf(index % this.rules.length));
  }

  kindOf(guardrail: string): Rule['kind'] {
    return this.#ruleOf(guardrail).kind;
  }

  #ruleOf(guardrail: string): Rule {
    const rule = this.rules.find((_, index) => nameOf(index) === guardrail);
    if (rule === undefined) throw new RangeError(`no rule ${guardrail}`);
    return rule;
  }

  #guardrails(): readonly Guardrail[] {
    return this.rules.flatMap((rule, index) =>
      this.#removed.has(index) ? [] : [guardrailOf(rule, index, this.#variants[index] ?? 0)],
    );
  }
}
