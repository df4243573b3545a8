import { budgets } from '../budgets.ts';
import { fieldsOfAll } from '../core/guardrail/counted-fields.ts';
import type { Part } from '../core/rollup/part.ts';
import { mergeRollups, type Rollup, rollupsOf } from '../core/rollup/rollup.ts';
import { encodeRollup } from '../core/rollup/encode-rollup.ts';
import { WHOLE } from '../core/rollup/series.ts';
import { dedupe, type DistinctMinute } from '../core/segment/dedupe.ts';
import { joinSegments } from '../core/segment/join-segments.ts';
import {
  addMinutes,
  between,
  dayOf,
  type EpochMinute,
  type EpochMs,
  hourOf,
  minuteOf,
  MINUTES_PER_DAY,
  MINUTES_PER_HOUR,
} from '../core/units.ts';
import type { RollupUnit, StoredRollup } from '../ports/rollups.ts';
import { decodeOrSkip } from './decode-or-skip.ts';
import { rollupOrNone } from './read-rollups.ts';
import type { SealDependencies, SealReport } from './seal.ts';
import { someAtOnce } from './some-at-once.ts';

/** Nothing lies there yet. */
const NEW = 0;

/**
 * Computes the rollups of some parts and sets them under the version that was read before what they are computed from: of two evaluators
 * the one that read last wins, and the other knows that it did not.
 */
export class Sealer {
  readonly #deps: Pick<SealDependencies, 'segments' | 'rollups'>;
  readonly #parts: readonly Part[];
  readonly #fields: ReadonlySet<string>;
  readonly #tick: EpochMs;
  readonly #writer: string;
  #minutes = 0;
  #events = 0;
  #duplicates = 0;
  #conflicts = 0;

  constructor(
    deps: Pick<SealDependencies, 'segments' | 'rollups'>,
    parts: readonly Part[],
    tick: EpochMs,
    writer: string,
  ) {
    this.#deps = deps;
    this.#parts = parts;
    this.#fields = fieldsOfAll(parts.map(({ metric, by }) => ({ metrics: [metric], by: by === WHOLE ? [] : [by] })));
    this.#tick = tick;
    this.#writer = writer;
  }

  get totals(): Pick<SealReport, 'minutes' | 'events' | 'duplicates' | 'conflicts'> {
    return { minutes: this.#minutes, events: this.#events, duplicates: this.#duplicates, conflicts: this.#conflicts };
  }

  /** Seals a minute that the cursor has not passed, with the hour and the day that it ends. False: not now. */
  async sealFirst(minute: EpochMinute): Promise<boolean> {
    // An evaluator that ended before it moved the cursor may have been here: then with the versions that it left.
    const distinct = (await this.#sealMinute(minute, () => NEW)) ?? (await this.sealAgain(minute));
    if (distinct === undefined) return false;
    const after = addMinutes(minute, 1);
    if (hourOf(after) === after && !(await this.sealHour(hourOf(minute)))) return false;
    if (dayOf(after) === after && !(await this.sealDay(dayOf(minute)))) return false;
    this.#minutes++;
    this.#events += distinct.events;
    this.#duplicates += distinct.duplicates;
    this.#conflicts += distinct.conflicts;
    return true;
  }

  /** Seals a minute from what lies there now. Undefined where somebody else did in between, or a segment can't be read yet. */
  async sealAgain(minute: EpochMinute): Promise<DistinctMinute | undefined> {
    const versions = await this.#versions('minute', minute);
    return this.#sealMinute(minute, (part) => versions.get(part) ?? NEW);
  }

  /** Sets an hour from its minutes, for each part of which all are known. */
  sealHour(hour: EpochMinute): Promise<boolean> {
    return this.#sealLonger('hour', hour, 'minute', MINUTES_PER_HOUR);
  }

  /** Sets a day from its hours. */
  sealDay(day: EpochMinute): Promise<boolean> {
    return this.#sealLonger('day', day, 'hour', MINUTES_PER_DAY);
  }

  async #sealMinute(minute: EpochMinute, versionOf: (part: Part) => number): Promise<DistinctMinute | undefined> {
    const distinct = await this.#readRaw(minute);
    if (distinct === undefined) return undefined;
    const rollups = rollupsOf(this.#parts, minute, joinSegments(distinct, this.#fields));
    const sets = await someAtOnce(this.#parts, (part) =>
      this.#set(part, 'minute', minute, versionOf(part), rollups.get(part)),
    );
    return sets.every(Boolean) ? distinct : undefined;
  }

  async #readRaw(minute: EpochMinute): Promise<DistinctMinute | undefined> {
    const { segments } = this.#deps;
    for await (const { segments: stored } of segments.read(minute, addMinutes(minute, 1), this.#tick)) {
      const readable = stored.map(decodeOrSkip).filter((columns) => columns !== undefined);
      const mayBeReadSoon = between(minute, minuteOf(this.#tick)) < budgets.unreadableWait;
      return readable.length < stored.length && mayBeReadSoon ? undefined : dedupe(readable);
    }
    return dedupe([]);
  }

  async #sealLonger(unit: RollupUnit, start: EpochMinute, from: RollupUnit, length: number): Promise<boolean> {
    const versions = await this.#versions(unit, start);
    const whole = from === 'minute' ? length : length / MINUTES_PER_HOUR;
    // Some parts are set before the next are read: sixty minutes of every group of all parts would not fit in memory.
    const sets = await someAtOnce(this.#parts, async (part) => {
      const stored = await this.#read(part, from, start, addMinutes(start, length));
      const known = stored.map(({ data }) => rollupOrNone(data)).filter((rollup) => rollup !== undefined);
      // Of a metric that is new the rest is not known, and a sum of some of it would look like little traffic.
      if (known.length < whole) return true;
      return this.#set(part, unit, start, versions.get(part) ?? NEW, mergeRollups(known));
    });
    return sets.every(Boolean);
  }

  async #set(
    part: Part,
    unit: RollupUnit,
    start: EpochMinute,
    version: number,
    rollup: Rollup | undefined,
  ): Promise<boolean> {
    if (rollup === undefined)
      throw new Error(`part ${part.id} by ${part.by || 'nothing'}: expected its rollup, got none`);
    const data = encodeRollup(rollup);
    return this.#deps.rollups.put(part, unit, { start, data }, version, this.#writer);
  }

  async #versions(unit: RollupUnit, start: EpochMinute): Promise<ReadonlyMap<Part, number>> {
    const versions = new Map<Part, number>();
    await someAtOnce(this.#parts, async (part) => {
      const [stored] = await this.#read(part, unit, start, addMinutes(start, 1));
      if (stored !== undefined) versions.set(part, stored.version);
    });
    return versions;
  }

  #read(part: Part, unit: RollupUnit, from: EpochMinute, to: EpochMinute): Promise<readonly StoredRollup[]> {
    return this.#deps.rollups.read(part, unit, from, to, this.#tick);
  }
}
