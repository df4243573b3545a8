import { decodeRollup, decodeRollupRows } from '../core/rollup/decode-rollup.ts';
import type { Part } from '../core/rollup/part.ts';
import type { Rollup } from '../core/rollup/rollup.ts';
import { RollupError } from '../core/rollup/rollup-error.ts';
import { epochMinute, type EpochMs } from '../core/units.ts';
import type { MinuteRange } from '../ports/counts.ts';
import type { RollupStore, RollupUnit } from '../ports/rollups.ts';
import { type DecodeRollup, KnownPart } from './known-part.ts';
import { someAtOnce } from './some-at-once.ts';

/** Those rollups of a part that start in a range. */
export interface Wanted {
  readonly part: Part;
  readonly unit: RollupUnit;
  readonly range: MinuteRange;
}

/** By name of the part. */
export type KnownParts = ReadonlyMap<string, KnownPart>;

/**
 * The rollups that a tick has read so far. Guardrails that share parts share them: what two of them want is read once. Of
 * what the tick `before` had read nearly all is read again, and bytes that are still the same are not decoded again.
 */
export class KnownRollups {
  readonly #rollups: RollupStore;
  readonly #asOf: EpochMs;
  readonly #decode: DecodeRollup;
  readonly #before: KnownParts;
  readonly #parts = new Map<string, KnownPart>();

  constructor(
    rollups: RollupStore,
    asOf: EpochMs,
    decode: DecodeRollup = rowsOrNone,
    before: KnownParts = new Map<string, KnownPart>(),
  ) {
    this.#rollups = rollups;
    this.#asOf = asOf;
    this.#decode = decode;
    this.#before = before;
  }

  get parts(): KnownParts {
    return this.#parts;
  }

  async read(wanted: readonly Wanted[]): Promise<void> {
    const byPart = Map.groupBy(wanted, ({ part, unit }) => `${unit} ${nameOf(part)}`);
    const reads = [...byPart.values()].flatMap((each) =>
      joined(each.map(({ range }) => range)).flatMap((range) => each.slice(0, 1).map((first) => ({ ...first, range }))),
    );
    await someAtOnce(reads, async ({ part, unit, range }) => {
      const [known, before] = [this.of(part), this.#before.get(nameOf(part))];
      for (const stored of await this.#rollups.read(part, unit, range.from, range.to, this.#asOf))
        known.take(unit, stored, this.#decode, before);
    });
  }

  of(part: Part): KnownPart {
    const name = nameOf(part);
    const known = this.#parts.get(name) ?? new KnownPart(this.#before.get(name));
    this.#parts.set(name, known);
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

export const rowsOrNone: DecodeRollup = (data) => orNone(() => decodeRollupRows(data));

/** The same group by group. */
export const rollupOrNone = (data: Uint8Array): Rollup | undefined => orNone(() => decodeRollup(data));

const orNone = <Read>(decode: () => Read): Read | undefined => {
  try {
    return decode();
  } catch (error) {
    if (error instanceof RollupError) return undefined;
    throw error;
  }
};
