import { type PaymentEvent } from '../../../shared/core/event/event.ts';
import { parseEvent } from '../../../shared/core/event/parse.ts';
import type { Place } from '../../../shared/core/guardrail/problem.ts';
import { addMinutes, addMs, durationMs, type EpochMs, startOf } from '../../../shared/core/units.ts';
import { type Random, seededRandom } from '../../demo/random.ts';
import { rawBounds } from '../../replay/raw-minutes.ts';
import { ScenarioFault } from '../fault.ts';
import type { ChangeLine, TrafficLine } from '../lines/line.ts';
import { type ScenarioMinute, timeText } from '../lines/time.ts';
import type { Placed, Scenario } from '../scenario.ts';
import { countIn } from './counts.ts';
import { type Draft, draw, newDraft } from './draft.ts';

const MS_IN_MINUTE = 60_000;

/**
 * The events of a scenario in the order in which they arrive. Each line draws from a generator of its own: another line
 * before or after it changes nothing of its events.
 */
export class Arrivals {
  readonly #scenario: Scenario;
  readonly #traffic: readonly Source<TrafficLine>[];
  readonly #changes: readonly Source<ChangeLine>[];
  /** Batches by the minute in which they arrive: first what is sent, then what is sent again. */
  readonly #due = new Map<ScenarioMinute, PaymentEvent[][]>();
  readonly #unused: Set<Placed<ChangeLine>>;

  constructor(scenario: Scenario) {
    const { seed, history, traffic, changes } = scenario;
    this.#scenario = scenario;
    this.#traffic = [
      ...traffic.map((line) => sourceOf(line, `pay_${line.index + 1}`, seed, line.index)),
      ...history.map((line) => sourceOf(line, `past_${line.index + 1}`, seed, 2_000 + line.index)),
    ];
    this.#changes = changes.map((line) => sourceOf(line, '', seed, 1_000 + line.index));
    this.#unused = new Set(changes);
  }

  /** The batches that arrive in a minute. Minutes are asked for in order. Throws ScenarioFault for an event that would be refused. */
  in(minute: ScenarioMinute): readonly (readonly PaymentEvent[])[] {
    for (const source of this.#traffic) this.#produce(source, minute);
    for (const { at, second, event, arrives, again, place, index } of this.#scenario.explicit) {
      if (at !== minute) continue;
      const time = addMs(this.#startOf(minute), durationMs(second * 1000));
      const raw = { id: `pay_${index + 1}`, time, outcome: 'succeeded', ...event };
      this.#send(raw, { late: durationMs(0), again, ...(arrives === undefined ? {} : { arrives }) }, time, place);
    }
    const batches = this.#due.get(minute) ?? [];
    this.#due.delete(minute);
    return batches;
  }

  /** Changes that found no event to change. */
  get unused(): readonly Placed<ChangeLine>[] {
    return [...this.#unused];
  }

  #produce({ line, random, prefix, next }: Source<TrafficLine>, minute: ScenarioMinute): void {
    if (minute < line.span.from || minute >= line.span.to) return;
    for (let left = countIn(line, minute, random); left > 0; left--) {
      const offset = random.integer(MS_IN_MINUTE);
      const draft = newDraft();
      draw(draft, line.fields, random, progressOf(line, minute, offset));
      const id = `${prefix}_${next()}`;
      if (!this.#change(draft, minute, offset)) continue;
      const time = addMs(this.#startOf(minute), durationMs(offset));
      this.#send(rawEvent(draft, id, time), draft, time, line.place);
    }
  }

  /** Applies the changes in their order; false where one of them drops the event. */
  #change(draft: Draft, minute: ScenarioMinute, offset: number): boolean {
    for (const { line, random } of this.#changes) {
      const { span, where, change } = line;
      if (minute < span.from || minute >= span.to) continue;
      if (!where.every(({ name, anyOf }) => anyOf.includes(String(draft.values.get(name))))) continue;
      this.#unused.delete(line);
      if (change === 'drop') return false;
      draw(draft, change, random, progressOf(line, minute, offset));
    }
    return true;
  }

  #send(raw: unknown, delivery: Pick<Draft, 'late' | 'arrives' | 'again'>, time: EpochMs, place: Place): void {
    const { start } = this.#scenario;
    const own = Math.floor(time / MS_IN_MINUTE) - start;
    const minute = Math.max(delivery.arrives ?? own, Math.floor((time + delivery.late) / MS_IN_MINUTE) - start);
    // Later than the replay keeps raw minutes it would count nowhere, and a deployment would still count it.
    if (minute - own > rawBounds.minutes)
      throw new ScenarioFault(
        place,
        `expected events that arrive within ${rawBounds.minutes / 60}h, got one of ${timeText(own)} at ${timeText(minute)}`,
      );
    const parsed = parseEvent(raw, 0, time);
    if (!parsed.ok) throw new ScenarioFault(place, `an event of it would be refused: ${parsed.rejection.message}`);
    for (let copy = 0; copy <= delivery.again; copy++) this.#batch(minute, copy).push(parsed.event);
  }

  #batch(minute: ScenarioMinute, copy: number): PaymentEvent[] {
    const batches = this.#due.get(minute) ?? [];
    this.#due.set(minute, batches);
    return (batches[copy] ??= []);
  }

  #startOf(minute: ScenarioMinute): EpochMs {
    return startOf(addMinutes(this.#scenario.start, minute));
  }
}

interface Source<Line> {
  readonly line: Placed<Line>;
  readonly random: Random;
  readonly prefix: string;
  /** The number of the next event. */
  readonly next: () => number;
}

const sourceOf = <Line>(line: Placed<Line>, prefix: string, seed: number, stream: number): Source<Line> => {
  let events = 0;
  // Odd numbers far apart, so that neighbouring seeds and lines have nothing in common.
  return {
    line,
    random: seededRandom(Math.imul(seed, 0x9e37_79b1) + Math.imul(stream, 0x85eb_ca77)),
    prefix,
    next: () => ++events,
  };
};

const progressOf = ({ span }: TrafficLine | ChangeLine, minute: ScenarioMinute, offset: number): number =>
  (minute - span.from + offset / MS_IN_MINUTE) / (span.to - span.from);

const fieldNames: ReadonlySet<string> = new Set([
  'outcome',
  'fraud',
  'latencyMs',
  'amount',
  'currency',
  'type',
  'source',
]);

/** As a producer would send it. A timeout has no latency: nobody saw it end. */
const rawEvent = ({ values }: Draft, id: string, time: EpochMs): unknown => {
  const fields: Record<string, unknown> = { id, time };
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of values) (fieldNames.has(name) ? fields : attributes)[name] = value;
  if (fields['outcome'] === 'timeout') delete fields['latencyMs'];
  return { ...fields, attributes };
};
