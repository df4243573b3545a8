import type { Part } from '../core/rollup/part.ts';
import type { Rollup } from '../core/rollup/rollup.ts';
import { decodeRollup } from '../core/rollup/rollup-codec.ts';
import { RollupError } from '../core/rollup/rollup-error.ts';
import { type EpochMinute, epochMinute, type EpochMs } from '../core/units.ts';
import type { MinuteRange } from '../ports/counts.ts';
import type { RollupStore, RollupUnit } from '../ports/rollups.ts';
import { someAtOnce } from './some-at-once.ts';

/** Rollups by the minute that they start at. What is not in it is not known, which is not the same as no events. */
export type ByStart = ReadonlyMap<EpochMinute, Rollup>;

export type KnownPart = Readonly<Record<RollupUnit, ByStart>>;

/** Those rollups of a part that start in a range. */
export interface Wanted {
  readonly part: Part;
  readonly unit: RollupUnit;
  readonly range: MinuteRange;
}

/** The rollups that a tick has read so far. Guardrails that share parts share them: what two of them want is read once. */
export class KnownRollups {
  readonly #rollups: RollupStore;
  readonly #asOf: EpochMs;
  readonly #decode: DecodeRollup;
  readonly #parts = new Map<string, Record<RollupUnit, Map<EpochMinute, Rollup>>>();

  constructor(rollups: RollupStore, asOf: EpochMs, decode: DecodeRollup = decodeOrNone) {
    this.#rollups = rollups;
    this.#asOf = asOf;
    this.#decode = decode;
  }

  async read(wanted: readonly Wanted[]): Promise<void> {
    const byPart = Map.groupBy(wanted, ({ part, unit }) => `${unit} ${nameOf(part)}`);
    const reads = [...byPart.values()].flatMap((each) =>
      joined(each.map(({ range }) => range)).flatMap((range) => each.slice(0, 1).map((first) => ({ ...first, range }))),
    );
    await someAtOnce(reads, async ({ part, unit, range }) => {
      const known = this.#of(part)[unit];
      for (const { start, data } of await this.#rollups.read(part, unit, range.from, range.to, this.#asOf)) {
        const rollup = this.#decode(data);
        // One that can't be read is one that is not known: its minutes are counted from raw.
        if (rollup !== undefined) known.set(start, rollup);
      }
    });
  }

  of(part: Part): KnownPart {
    return this.#of(part);
  }

  #of(part: Part): Record<RollupUnit, Map<EpochMinute, Rollup>> {
    const known = this.#parts.get(nameOf(part)) ?? { minute: new Map(), hour: new Map(), day: new Map() };
    this.#parts.set(nameOf(part), known);
    return known;
  }
}

const nameOf = ({ id, by }: Part): string => `${id} ${by}`;

/** The same minutes in as few ranges, without the empty ones. */
const joined = (ranges: readonly MinuteRange[]): readonly MinuteRange[] =>
  ranges
    .filter(({ from, to }) => from < to)
    .sort((left, right) => left.from - right.from)
    .reduce<MinuteRange[]>((all, range) => {
      const last = all.at(-1);
      if (last === undefined || last.to < range.from) return [...all, range];
      return [...all.slice(0, -1), { from: last.from, to: epochMinute(Math.max(last.to, range.to)) }];
    }, []);

/** Undefined where it can't be read. */
export type DecodeRollup = (data: Uint8Array) => Rollup | undefined;

export const decodeOrNone: DecodeRollup = (data) => {
  try {
    return decodeRollup(data);
  } catch (error) {
    if (error instanceof RollupError) return undefined;
    throw error;
  }
};
