import { type Random, seededRandom } from '../cli/demo/random.ts';
import { findCulprit } from '../shared/core/explain/culprit.ts';
import type { EventTable, Marginal, Reference, TableAttribute } from '../shared/core/explain/event-table.ts';
import type { Explanation } from '../shared/core/explain/explanation.ts';

/**
 * Windows of made-up payments with a known cause, or with none, to see whether the search finds it and stays silent. What
 * makes it hard is made hard: values differ by nature (`spread`, the standard deviation of their log-odds), few are
 * frequent, and one attribute may go with another.
 */
export interface Cell {
  readonly cause: 'value' | 'pair' | 'two values' | 'none';
  /** About so many bad events in the window, all causes together. */
  readonly bad: number;
  readonly spread: number;
  /** Region follows bank in 80 % of events, channel merchant in 90 %. */
  readonly correlated?: boolean;
  /** Events from before the incident, as a multiple of those in the window. */
  readonly reference: number;
}

export interface Score {
  readonly runs: number;
  /** Exactly the cause was named first; without a cause: nobody was. */
  readonly right: number;
  /** Somebody else was named. */
  readonly wrong: number;
  readonly silent: number;
  /** The second of two causes was named too. */
  readonly second: number;
}

const attributes = [
  ['method', 3],
  ['channel', 5],
  ['region', 8],
  ['bank', 15],
  ['psp', 30],
  ['merchant', 2000],
] as const;
const BASE_RATE = 0.02;
/** Of an event of the cause; between 30 and 80 %. */
const causeRate = (random: Random): number => 0.3 + 0.5 * random.next();

export const runCell = (cell: Cell, runs: number, seed: number): Score => {
  const random = seededRandom(seed);
  const score = { runs, right: 0, wrong: 0, silent: 0, second: 0 };
  for (let run = 0; run < runs; run++) {
    const { explanation, causes } = runOnce(cell, random);
    const named =
      explanation.kind === 'unknown' ? [] : explanation.culprits.map(({ values }) => [...values].sort().join());
    const first = named[0];
    if (first === undefined) score.silent++;
    const isRight = first === undefined ? causes.length === 0 : causes.includes(first) && explanation.kind === 'named';
    if (isRight) score.right++;
    else if (first !== undefined) score.wrong++;
    if (isRight && causes.some((cause) => cause !== first && cause === named[1])) score.second++;
  }
  return score;
};

interface Run {
  readonly explanation: Explanation;
  readonly causes: readonly string[];
}

const runOnce = (cell: Cell, random: Random): Run => {
  const world = newWorld(cell, random);
  const perEvent = world.causes.reduce((sum, { share, rate }) => sum + share * (rate - BASE_RATE), BASE_RATE);
  const rows = Math.round(cell.bad / perEvent);
  const table = draw(world, rows, true, random);
  const before = draw(world, rows * cell.reference, false, random);
  return {
    explanation: findCulprit(table, referenceOf(before)),
    causes: world.causes.map(({ parts }) =>
      parts
        .map(({ attribute, code }) => `${attributes[attribute]?.[0] ?? ''}=v${code}`)
        .sort()
        .join(),
    ),
  };
};

interface Cause {
  readonly parts: readonly { readonly attribute: number; readonly code: number }[];
  /** Of all events. */
  readonly share: number;
  readonly rate: number;
}

interface World {
  readonly correlated: boolean;
  /** By attribute: a table of codes to draw from. */
  readonly codes: readonly Uint16Array[];
  /** By attribute and code: what it adds to the log-odds of an event. */
  readonly logOdds: readonly Float64Array[];
  readonly causes: readonly Cause[];
}

const DRAWS = 65_536;

const newWorld = (cell: Cell, random: Random): World => {
  const shares = attributes.map(([, size]) => zipf(size));
  const logOdds = attributes.map(([, size]) =>
    Float64Array.from({ length: size + 1 }, () => Math.log(random.logNormal(1, cell.spread))),
  );
  const codes = shares.map((share) => {
    const table = new Uint16Array(DRAWS);
    let [code, sum] = [1, share[1] ?? 0];
    for (let place = 0; place < DRAWS; place++) {
      while (sum * DRAWS <= place && code < share.length - 1) sum += share[++code] ?? 0;
      table[place] = code;
    }
    return table;
  });
  return { correlated: cell.correlated ?? false, codes, logOdds, causes: newCauses(cell, shares, random) };
};

/** Few are frequent: the share of the k-th is in proportion to 1 / k. */
const zipf = (size: number): Float64Array => {
  const weights = Float64Array.from({ length: size + 1 }, (_, code) => (code === 0 ? 0 : 1 / code));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};

const newCauses = ({ cause, correlated }: Cell, shares: readonly Float64Array[], random: Random): Cause[] => {
  if (cause === 'none') return [];
  const size = cause === 'pair' ? 2 : 1;
  const causes: Cause[] = [];
  while (causes.length < (cause === 'two values' ? 2 : 1)) {
    const parts = new Map<number, number>();
    while (parts.size < size) {
      const attribute = random.integer(attributes.length);
      // With correlation a value of region is nearly one of bank: either name would be right.
      if (correlated === true && (attribute === 1 || attribute === 2)) continue;
      parts.set(attribute, 1 + random.integer((shares[attribute]?.length ?? 2) - 1));
    }
    const share = [...parts].reduce((product, [attribute, code]) => product * (shares[attribute]?.[code] ?? 0), 1);
    // What makes up half of all traffic is no part, and what is in one of 300 events brings too few bad ones to find.
    const [least, most] = size === 1 ? [0.01, 0.4] : [0.004, 0.1];
    const isOther = causes.every(({ parts: [part] }) => part?.attribute !== [...parts.keys()][0]);
    if (share < least || share > most || !isOther) continue;
    causes.push({
      parts: [...parts].map(([attribute, code]) => ({ attribute, code })),
      share,
      rate: causeRate(random),
    });
  }
  if (cause !== 'two values') return causes;
  // Two of the same weight: the excess is half the one's and half the other's.
  const [one, other] = causes;
  const excess = Math.min(...causes.map(({ share }) => share)) * 0.5;
  return [one, other].flatMap((each) =>
    each === undefined ? [] : [{ ...each, rate: BASE_RATE + excess / each.share }],
  );
};

/** A column at a time: events by the thousand are drawn for each run. */
const draw = (world: World, rows: number, during: boolean, random: Random): EventTable => {
  const odds = new Float64Array(rows).fill(Math.log(BASE_RATE / (1 - BASE_RATE)));
  const columns: Uint32Array[] = [];
  // The later attributes first: region follows bank, channel merchant.
  for (let attribute = attributes.length - 1; attribute >= 0; attribute--) {
    const lead = world.correlated ? leads.get(attribute) : undefined;
    const column = lead === undefined ? new Uint32Array(rows) : following(columns[lead.attribute], lead, random);
    drawColumn(column, world.codes[attribute], random);
    addLogOdds(odds, column, world.logOdds[attribute]);
    columns[attribute] = column;
  }
  const bad = odds.map((logOdds) => 1 / (1 + Math.exp(-logOdds)));
  for (const { parts, rate } of during ? world.causes : [])
    for (let row = 0; row < rows; row++)
      if (parts.every(({ attribute, code }) => columns[attribute]?.[row] === code))
        bad[row] = Math.max(bad[row] ?? 0, rate);
  return {
    rows,
    bad: Uint8Array.from(bad, (rate) => (random.next() < rate ? 1 : 0)),
    attributes: attributes.map(([name], index): TableAttribute => ({
      name,
      values: names[index] ?? [],
      codes: columns[index] ?? new Uint32Array(rows),
    })),
  };
};

const names = attributes.map(([, size]) => Array.from({ length: size }, (_, code) => `v${code + 1}`));

interface Lead {
  readonly attribute: number;
  readonly share: number;
  readonly size: number;
}

const leads: ReadonlyMap<number, Lead> = new Map([
  [1, { attribute: 5, share: 0.9, size: 5 }],
  [2, { attribute: 3, share: 0.8, size: 8 }],
]);

/** Mostly the value that goes with that of another attribute, 0 where it is still to be drawn. */
const following = (leading: Uint32Array | undefined, { share, size }: Lead, random: Random): Uint32Array =>
  (leading ?? new Uint32Array(0)).map((code) => (random.next() < share ? 1 + (code % size) : 0));

const drawColumn = (column: Uint32Array, codes: Uint16Array | undefined, random: Random): void => {
  for (let row = 0; row < column.length; row++)
    if (column[row] === 0) column[row] = codes?.[Math.floor(random.next() * DRAWS)] ?? 1;
};

const addLogOdds = (odds: Float64Array, column: Uint32Array, logOdds: Float64Array = new Float64Array(0)): void => {
  for (let row = 0; row < odds.length; row++) odds[row] = (odds[row] ?? 0) + (logOdds[column[row] ?? 0] ?? 0);
};

const referenceOf = (before: EventTable): Reference => ({
  bad: before.bad.reduce((sum, bad) => sum + bad, 0),
  total: before.rows,
  attributes: new Map(
    before.attributes.map(({ name, values, codes }): [string, Marginal] => {
      const marginal = { bad: new Float64Array(values.length + 2), total: new Float64Array(values.length + 2) };
      for (let row = 0; row < before.rows; row++) {
        const code = codes[row] ?? 0;
        marginal.total[code] = (marginal.total[code] ?? 0) + 1;
        if (before.bad[row] === 1) marginal.bad[code] = (marginal.bad[code] ?? 0) + 1;
      }
      return [name, marginal];
    }),
  ),
});
