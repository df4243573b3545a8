import { groupKey } from '../rollup/series.ts';
import { isInSegment, LEAST_BAD, type SearchRows, type Segment } from './count-segments.ts';
import type { EventTable, Reference } from './event-table.ts';
import { expectedWeights, normalRate } from './expectation.ts';
import type { Culprit, Explanation, Searched } from './explanation.ts';
import { scan, type ScoredSegment, totalsOf } from './scan.ts';
import { searchable } from './searchable.ts';

/** The constants of the search; docs/culprit.md shows what they achieve. */
export const culpritDefaults = {
  /** Nats: e^3 is 20 to 1 after all that was searched is paid for. */
  score: 3,
  /** Of the excess of bad events: who is named must explain half of it, or the reader is sent the wrong way. */
  share: 0.5,
  /** Without a reference, of all bad events: which rates are normal is not known, so more is asked. */
  shareWithoutReference: 0.7,
  /** Of the excess, for a second cause beside the first. */
  shareOfSecond: 0.25,
  /** Of the excess, for two causes of which neither holds half. */
  shareOfBoth: 0.75,
  /** Of the bad events: above it two segments are two names for the same events. */
  sameEvents: 0.8,
} as const;

export interface SearchOptions {
  /** Pairs of values too, not only single ones. */
  readonly pairs?: boolean;
}

/**
 * The smallest segment over one or two attributes that explains the excess of bad events: a likelihood-ratio scan
 * against what was normal before the incident. Nothing is guessed: where no segment stands out far enough, or none holds
 * half of the excess, the answer is `unknown` and says why. 100 000 rows of eight attributes take some 0.2 seconds.
 */
export const findCulprit = (
  table: EventTable,
  reference: Reference,
  { pairs = true }: SearchOptions = {},
): Explanation => {
  const attributes = searchable(table, reference);
  const normal = normalRate(reference);
  const search: SearchRows & { readonly live: Uint8Array } = {
    rows: table.rows,
    bad: table.bad,
    live: new Uint8Array(table.rows).fill(1),
    weights: expectedWeights(table.rows, attributes, reference),
  };
  const all = totalsOf(search);
  if (all.bad < LEAST_BAD) return unknown(`only ${all.bad} bad events`);
  if (attributes.length === 0) return unknown('the events have no attributes to tell them apart by');
  if (normal !== undefined && all.bad <= all.total * normal)
    return unknown('no more events are bad than before the incident');

  const options = { weighted: normal !== undefined, pairs };
  const candidates = scan(attributes, search, options);
  const [best] = candidates;
  if (best === undefined || best.score < culpritDefaults.score)
    return unknown('the bad events are spread over all values as they were before');
  const rest = restRate(all, best);
  const describe = (segment: ScoredSegment): Culprit => culpritOf(segment, normal ?? rest);
  const gate = gateOf(all, normal);
  const twin = twinOf(search, candidates, gate);
  if (twin !== undefined)
    return { kind: 'tied', culprits: [describe(best), describe(twin)], ...searchedOf(all, normal, rest) };

  for (let row = 0; row < search.rows; row++) if (isInSegment(best, row)) search.live[row] = 0;
  const [second] = scan(attributes, search, options);
  const [first, ...others] = chosen(best, second, gate).map(describe);
  return first === undefined
    ? unknown('no value, nor pair of values, holds most of the excess')
    : { kind: 'named', culprits: [first, ...others], ...searchedOf(all, normal, rest) };
};

/** Who of the best and the best of what is left when its events are taken away is named; none may be. */
const chosen = (best: ScoredSegment, next: ScoredSegment | undefined, gate: Gate): readonly ScoredSegment[] => {
  const { share, isEnough } = gate;
  const isSecond =
    next !== undefined && next.score >= culpritDefaults.score && share(next) >= culpritDefaults.shareOfSecond;
  if (isEnough(best)) return isSecond ? [best, next] : [best];
  // Two that broke at once: neither need hold half, if both together hold most. The larger leads: the score is high where
  // few events fail badly, the reader asks where most are.
  const isHalf = gate.normal !== undefined && share(best) >= culpritDefaults.shareOfSecond;
  if (!isSecond || !isHalf || share(best) + share(next) < culpritDefaults.shareOfBoth) return [];
  return share(best) >= share(next) ? [best, next] : [next, best];
};

interface Counts {
  readonly bad: number;
  readonly total: number;
}

interface Gate {
  readonly normal: number | undefined;
  /** How much of the excess lies in a segment; where nothing is known of what is normal, how much of all bad events. */
  readonly share: (segment: Counts) => number;
  /** Whether a segment may be named alone. */
  readonly isEnough: (segment: ScoredSegment) => boolean;
}

const gateOf = (all: Counts, normal: number | undefined): Gate => {
  const share = ({ bad, total }: Counts): number =>
    normal === undefined ? bad / all.bad : (bad - total * normal) / (all.bad - all.total * normal);
  const least = normal === undefined ? culpritDefaults.shareWithoutReference : culpritDefaults.share;
  return {
    normal,
    share,
    isEnough: (segment) => segment.score >= culpritDefaults.score && share(segment) >= least,
  };
};

/** A segment that the counts can't tell from the best: as good a name for the same events. */
const twinOf = (search: SearchRows, [best, ...others]: readonly ScoredSegment[], { isEnough }: Gate) =>
  best === undefined || !isEnough(best)
    ? undefined
    : others.find(
        (other) =>
          isOtherName(best, other) && isEnough(other) && overlap(search, best, other) > culpritDefaults.sameEvents,
      );

/** Not the same segment made narrower, or wider: of these the score has chosen. */
const isOtherName = (one: Segment, other: Segment): boolean => !contains(one, other) && !contains(other, one);

const contains = (one: Segment, other: Segment): boolean =>
  other.parts.every(({ attribute, code }) =>
    one.parts.some((part) => part.attribute === attribute && part.code === code),
  );

/** Bad events in both, of those in the larger. */
const overlap = (search: SearchRows, one: Segment, other: Segment): number => {
  let both = 0;
  for (let row = 0; row < search.rows; row++)
    if (search.bad[row] === 1 && isInSegment(one, row) && isInSegment(other, row)) both++;
  return both / Math.max(one.bad, other.bad);
};

/** Stands in for the normal rate where nothing is known of the time before: the rate of everybody else. */
const restRate = (all: Counts, { bad, total }: Counts): number =>
  all.total === total ? 0 : (all.bad - bad) / (all.total - total);

const culpritOf = ({ parts, bad, total, score }: ScoredSegment, rate: number): Culprit => ({
  values: parts.map(({ attribute, code }) => groupKey(attribute.name, attribute.values[code - 1])),
  bad,
  total,
  excess: tenth(bad - total * rate),
  score: tenth(score),
});

const searchedOf = ({ bad, total }: Counts, normal: number | undefined, rest: number): Searched => ({
  bad,
  total,
  excess: tenth(bad - total * (normal ?? rest)),
  ...(normal === undefined ? undefined : { normal }),
});

/** Saved with the state: digits that nobody reads would take its room. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

const unknown = (reason: string): Explanation => ({ kind: 'unknown', reason });
