import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { type Part, partsOf } from '../core/rollup/part.ts';
import type { Rollup } from '../core/rollup/rollup.ts';
import { decodeRollup } from '../core/rollup/rollup-codec.ts';
import { RollupError } from '../core/rollup/rollup-error.ts';
import type { EpochMinute, EpochMs } from '../core/units.ts';
import type { RollupStore, StoredRollup } from '../ports/rollups.ts';
import { someAtOnce } from './some-at-once.ts';

/** Rollups by the minute that they start at. What is not in it is not known, which is not the same as no events. */
type ByStart = ReadonlyMap<EpochMinute, Rollup>;

export interface KnownPart {
  readonly minutes: ByStart;
  readonly hours: ByStart;
}

export interface KnownRollups {
  of(part: Pick<Part, 'id' | 'by'>): KnownPart;
}

export interface RollupRange {
  readonly oldestHour: EpochMinute;
  /** Where hours end and minutes begin. */
  readonly from: EpochMinute;
  readonly to: EpochMinute;
  readonly asOf: EpochMs;
}

/** The minutes `from` to `to - 1` and the hours before them, of every part of the guardrails. */
export const readRollups = async (
  rollups: RollupStore,
  guardrails: readonly Guardrail[],
  { oldestHour, from, to, asOf }: RollupRange,
): Promise<KnownRollups> => {
  const known = new Map<string, KnownPart>();
  await someAtOnce(partsOf(guardrails), async (part) => {
    const [minutes, hours] = await Promise.all([
      from < to ? rollups.read(part, 'minute', from, to, asOf) : [],
      rollups.read(part, 'hour', oldestHour, from, asOf),
    ]);
    known.set(nameOf(part), { minutes: byStart(minutes), hours: byStart(hours) });
  });
  return { of: (part) => known.get(nameOf(part)) ?? { minutes: new Map(), hours: new Map() } };
};

const nameOf = ({ id, by }: Pick<Part, 'id' | 'by'>): string => `${id} ${by}`;

/** One that can't be read is one that is not known: its minutes are counted from raw. */
const byStart = (stored: readonly StoredRollup[]): ByStart =>
  new Map(
    stored.flatMap(({ start, data }): [EpochMinute, Rollup][] => {
      const rollup = decodeOrNone(data);
      return rollup === undefined ? [] : [[start, rollup]];
    }),
  );

export const decodeOrNone = (data: Uint8Array): Rollup | undefined => {
  try {
    return decodeRollup(data);
  } catch (error) {
    if (error instanceof RollupError) return undefined;
    throw error;
  }
};
