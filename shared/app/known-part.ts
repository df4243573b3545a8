import { GroupIndex, type NumberedRows } from '../core/rollup/group-index.ts';
import type { RollupRows } from '../core/rollup/rollup-rows.ts';
import type { EpochMinute } from '../core/units.ts';
import type { RollupUnit, StoredRollup } from '../ports/rollups.ts';

/** Undefined where it can't be read. */
export type DecodeRollup = (data: Uint8Array) => RollupRows | undefined;

interface KnownRollup {
  readonly data: Uint8Array;
  readonly rows: NumberedRows;
}

/** Groups that came and went are numbered too: beyond so many the numbering begins anew. */
const MOST_NUMBERED = 20_000;

/** Rollups of one part, as one tick has read them. What is not in it is not known, which is not the same as no events. */
export class KnownPart {
  readonly groups: GroupIndex;
  readonly #known: Readonly<Record<RollupUnit, Map<EpochMinute, KnownRollup>>> = {
    minute: new Map(),
    hour: new Map(),
    day: new Map(),
  };

  /** With the numbers of `before`, so that its rows can be taken as they are. */
  constructor(before?: KnownPart) {
    this.groups = before !== undefined && before.groups.keys.length <= MOST_NUMBERED ? before.groups : new GroupIndex();
  }

  has(unit: RollupUnit, start: EpochMinute): boolean {
    return this.#known[unit].has(start);
  }

  rows(unit: RollupUnit, start: EpochMinute): NumberedRows | undefined {
    return this.#known[unit].get(start)?.rows;
  }

  /** One that can't be read is one that is not known: its minutes are counted from raw. */
  take(
    unit: RollupUnit,
    { start, data }: Pick<StoredRollup, 'start' | 'data'>,
    decode: DecodeRollup,
    before?: KnownPart,
  ): void {
    const known = before?.groups === this.groups ? before.#known[unit].get(start) : undefined;
    if (known !== undefined && Buffer.compare(known.data, data) === 0) {
      this.#known[unit].set(start, known);
      return;
    }
    const rows = decode(data);
    if (rows !== undefined) this.#known[unit].set(start, { data, rows: this.groups.number(rows) });
  }
}
