import type { Part } from '../rollup/part.ts';
import { type EpochMinute, epochMinute } from '../units.ts';

/** `<metric id>#<by>`. */
export type PartName = string;

export const partName = ({ id, by }: Pick<Part, 'id' | 'by'>): PartName => `${id}#${by}`;

/** Since when the rollups of each part are there without a gap, up to the cursor. Of what lies before, nothing is known. */
export interface PartHistories {
  /** The first minute that was ever sealed; undefined before it. */
  readonly begin?: EpochMinute;
  readonly parts: ReadonlyMap<PartName, EpochMinute>;
  /** Those of which nothing is known yet: new ones, and all after minutes that could not be sealed. */
  readonly entering: ReadonlySet<PartName>;
}

export const noHistories: PartHistories = { parts: new Map(), entering: new Set() };

/**
 * At most so many are remembered, the first of the rules: those of the longest names fill an item of 400 KB. The others are
 * counted as well, but are not filled back.
 */
export const MOST_PARTS = 4_000;

/**
 * Saved before the cursor moves over minutes that are sealed for `names`: what is new enters, and what left the rules goes,
 * since it will have a gap; `afterGap`, all begin anew. The same object where nothing changes.
 */
export const enterParts = (histories: PartHistories, names: readonly PartName[], afterGap: boolean): PartHistories => {
  const kept = new Set(names.slice(0, MOST_PARTS));
  const parts = new Map(afterGap ? [] : [...histories.parts].filter(([name]) => kept.has(name)));
  const entering = new Set([...kept].filter((name) => !parts.has(name)));
  const isSame =
    parts.size === histories.parts.size &&
    entering.size === histories.entering.size &&
    [...entering].every((name) => histories.entering.has(name));
  return isSame ? histories : { ...histories, parts, entering };
};

/**
 * Saved once the cursor was moved from the minute before `first` by whoever had let them enter: an evaluator that does not
 * seal them can't have moved it since without finding them here. An entry made before that would not be safe.
 */
export const settleParts = (histories: PartHistories, first: EpochMinute): PartHistories => {
  if (histories.entering.size === 0 && histories.begin !== undefined) return histories;
  return {
    begin: histories.begin ?? first,
    parts: new Map([...histories.parts, ...[...histories.entering].map((name) => [name, first] as const)]),
    entering: new Set(),
  };
};

/** With those parts known from `from` on. */
export const fillParts = (histories: PartHistories, names: readonly PartName[], from: EpochMinute): PartHistories => ({
  ...histories,
  parts: new Map([...histories.parts, ...names.map((name) => [name, from] as const)]),
});

/** Of these parts, those that are known the least far back, where that is not as far as `target`: each from `from` on. */
export interface Gap {
  readonly names: readonly PartName[];
  readonly from: EpochMinute;
}

export const widestGap = (
  { parts }: PartHistories,
  among: ReadonlySet<PartName>,
  target: EpochMinute,
): Gap | undefined => {
  const open = [...parts].filter(([name, from]) => from > target && among.has(name));
  if (open.length === 0) return undefined;
  const from = epochMinute(Math.max(...open.map(([, minute]) => minute)));
  return { names: open.filter(([, minute]) => minute === from).map(([name]) => name), from };
};
