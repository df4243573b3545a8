import type { Look } from '../evidence/look.ts';
import type { Guardrail, Level, Limit } from '../guardrail/guardrail.ts';
import type { PastWeek, Series } from '../rollup/series.ts';
import type { Bucket, Tally } from '../rollup/tally.ts';
import { addMinutes, type EpochMinute, epochMinute, hourOf, MINUTES_PER_HOUR } from '../units.ts';
import { evidenceDefaults, LONGEST_WINDOW_MINUTES } from '../evidence/constants.ts';

/** Traffic that a rule will meet: so many events a minute, as evenly as whole events can come, and trouble for a while. */
export interface ExpectedTraffic {
  readonly rate: number;
  /** Minutes `from` to `to - 1`, in which all that can fail does; `from` = `to` for none. */
  readonly trouble: { readonly from: EpochMinute; readonly to: EpochMinute };
}

/** A whole hour, so that windows of hours begin where trouble does; of no other meaning. */
export const START: EpochMinute = epochMinute(30_000_000);

/** What the evaluator would see of such traffic, of which it knows all that its windows ask for. */
export const expectedLook = (guardrail: Guardrail, traffic: ExpectedTraffic, now: EpochMinute): Look => ({
  guardrail,
  now,
  series: guardrail.metrics.map((metric) => {
    const counts = countsOf(guardrail, traffic, metric.weight !== undefined);
    const { baseline } = guardrail;
    const weeks = Array.from({ length: baseline?.weeks ?? 0 }, (_, index) =>
      pastWeek(guardrail, traffic, now, index + 1),
    );
    return { ...seriesOf(counts, hoursKnown(guardrail), now, now), ...(weeks.length > 0 ? { weeks } : undefined) };
  }),
  // As many groups as have the full chance each: how many there will be nobody can say.
  alpha: guardrail.evidence.kind === 'proof' ? guardrail.evidence.breach : 1,
  history: 1,
  ...(traffic.trouble.from < traffic.trouble.to && now >= traffic.trouble.to
    ? { since: traffic.trouble.from }
    : undefined),
});

type CountMinute = (minute: EpochMinute) => Tally;

const countsOf = (guardrail: Guardrail, { rate, trouble }: ExpectedTraffic, isWeighted: boolean): CountMinute => {
  const [worst] = guardrail.levels;
  const isVolume = guardrail.kind === 'volume';
  const failing = troubleOf(guardrail, rate, worst ?? guardrail.recovery);
  return (minute) => {
    const isTrouble = trouble.from <= minute && minute < trouble.to;
    const total = eventsIn(minute, isTrouble && isVolume ? failing : rate);
    const isBad = !isVolume && isTrouble === (guardrail.recovery.direction === 'above');
    const bad = isBad ? total : 0;
    return {
      bad,
      total,
      minutes: total > 0 ? 1 : 0,
      badMinutes: bad > 0 ? 1 : 0,
      goodMinutes: bad < total ? 1 : 0,
      squares: total * total,
      badSquaresOverTotal: total > 0 ? (bad * bad) / total : 0,
      // Events of one size: what is promised of them holds of no other ones.
      ...(isWeighted
        ? { value: { bad, total, badSquares: bad, totalSquares: total, largestBad: Math.min(1, bad) } }
        : undefined),
    };
  };
};

/** The events a minute of a volume that is in trouble: none at all, or twice what may be. */
const troubleOf = (guardrail: Guardrail, expected: number, limit: Limit | Level): number =>
  limit.direction === 'below' ? 0 : 2 * limit.rate * (guardrail.baseline === undefined ? 1 : expected);

/** Whole events, of which the first after the start comes as late as it may: what is promised holds however they fall. */
const eventsIn = (minute: EpochMinute, rate: number): number => before(minute + 1, rate) - before(minute, rate);
// What the binary form of a fraction leaves out must not cost an event.
const before = (minute: number, rate: number): number => Math.floor((minute - START) * rate + 1e-9);

/** Minutes up to `to`, and hours before those that tick `now` counts one by one. */
const seriesOf = (
  count: CountMinute,
  hours: number,
  now: EpochMinute,
  to: EpochMinute,
): Series & { readonly knownFrom: EpochMinute } => {
  const from = hourOf(addMinutes(now, -LONGEST_WINDOW_MINUTES));
  const minutes = Array.from({ length: to - from }, (_, index) => count(addMinutes(from, index)));
  const column = (of: (tally: Tally) => number): Float64Array => Float64Array.from(minutes, of);
  const knownFrom = addMinutes(from, -hours * MINUTES_PER_HOUR);
  const older = Array.from({ length: hours }, (_, index) =>
    hourFrom(count, addMinutes(knownFrom, index * MINUTES_PER_HOUR)),
  ).filter(({ total }) => total > 0);
  return {
    from,
    bad: column(({ bad }) => bad),
    total: column(({ total }) => total),
    ...(minutes[0]?.value === undefined
      ? undefined
      : {
          value: {
            bad: column(({ bad }) => bad),
            total: column(({ total }) => total),
            badSquares: column(({ bad }) => bad),
            totalSquares: column(({ total }) => total),
            largestBad: column(({ bad }) => Math.min(1, bad)),
          },
        }),
    older,
    knownFrom,
  };
};

/** As far back as the longest window reaches, and the hour in which that begins. */
const hoursKnown = (guardrail: Guardrail): number => Math.ceil(longestWindow(guardrail) / MINUTES_PER_HOUR) + 1;

/** The longest window that a guardrail is judged on, in minutes. */
export const longestWindow = ({ evidence, levels }: Guardrail): number =>
  evidence.kind === 'none'
    ? evidence.windowMinutes
    : Math.max(...evidenceDefaults.longWindows, ...levels.map(({ burn }) => burn?.longMinutes ?? 0));

const hourFrom = (count: CountMinute, from: EpochMinute): Bucket => {
  const minutes = Array.from({ length: MINUTES_PER_HOUR }, (_, index) => count(addMinutes(from, index)));
  const sum = (of: (tally: Tally) => number): number => minutes.reduce((total, tally) => total + of(tally), 0);
  const [bad, total] = [sum((tally) => tally.bad), sum((tally) => tally.total)];
  return {
    from,
    to: addMinutes(from, MINUTES_PER_HOUR),
    bad,
    total,
    minutes: sum((tally) => tally.minutes),
    badMinutes: sum((tally) => tally.badMinutes),
    goodMinutes: sum((tally) => tally.goodMinutes),
    squares: sum((tally) => tally.squares),
    badSquaresOverTotal: sum((tally) => tally.badSquaresOverTotal),
    ...(minutes[0]?.value === undefined
      ? undefined
      : { value: { bad, total, badSquares: bad, totalSquares: total, largestBad: Math.min(1, bad) } }),
  };
};

const pastWeek = (guardrail: Guardrail, { rate }: ExpectedTraffic, now: EpochMinute, ago: number): PastWeek => {
  const healthy = countsOf(guardrail, { rate, trouble: { from: now, to: now } }, false);
  return { ago, ...seriesOf(healthy, hoursKnown(guardrail), now, addMinutes(now, evidenceDefaults.baseline.margin)) };
};
