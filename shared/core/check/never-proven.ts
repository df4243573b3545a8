import { type Guardrail, type Level, severities } from '../guardrail/guardrail.ts';
import type { ReadGuardrail, ReadRules } from '../guardrail/load.ts';
import { durationText, numberText } from '../message/format.ts';
import { MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../units.ts';
import { canClear, canTell, type Detection } from './detection.ts';
import { type Expected, expectedOf } from './expected.ts';
import type { Found } from './finding.ts';

/**
 * Limits that the traffic which is expected can never prove broken, or proves only when it is too late, or never proves
 * kept again. With too few events that is nobody's fault but arithmetic, and it looks like health.
 */
export const neverProven = ({ guardrails }: ReadRules): readonly Found[] =>
  guardrails.flatMap((read): readonly Found[] => {
    const expected = expectedOf(read);
    if (expected === undefined) return [];
    const path = [...read.path, 'expects'];
    return faultsOf(read, expected).map((fault) => ({ ...fault, path }));
  });

type Fault = Omit<Found, 'path'>;

const faultsOf = ({ guardrail }: ReadGuardrail, { text, rate, outlook }: Expected): readonly Fault[] => {
  if (outlook === undefined)
    return [
      {
        severity: 'warning',
        message: `expected none beside a baseline of a ${guardrail.kind}, got ${text}: what is normal there only the traffic itself can tell`,
      },
    ];
  if (outlook.brokenAlready)
    return [
      {
        severity: 'error',
        message: `expected a volume that keeps ${limitsText(guardrail)}, got ${text}: what is expected would be told as broken, always`,
      },
    ];
  const told = severities.flatMap((severity) =>
    soonest(outlook.detections.filter(({ level }) => level.severity === severity)),
  );
  const never = told.filter(({ minutes }) => minutes === undefined);
  const late = told.filter(({ minutes = 0 }) => minutes > MINUTES_PER_HOUR);
  return [
    ...never.map(({ level }) => neverTold(guardrail, level, text, rate)),
    ...(late.length > 0 ? [toldLate(guardrail, late, text)] : []),
    // What can't open can't stay open.
    ...(outlook.clearMinutes === undefined && never.length < told.length ? [neverClear(guardrail, text, rate)] : []),
  ];
};

/** Of several burn rates of one severity that which is told first: somebody hears of it. */
const soonest = (detections: readonly Detection[]): readonly Detection[] =>
  detections
    .toSorted(({ minutes: left = Infinity }, { minutes: right = Infinity }) =>
      left < right ? -1 : left > right ? 1 : 0,
    )
    .slice(0, 1);

const neverTold = (guardrail: Guardrail, level: Level, text: string, rate: number): Fault => {
  const least = leastRate(rate, (more) => canTell(guardrail, level, more));
  const failure = failureText(guardrail, level);
  return {
    severity: 'error',
    message:
      least === undefined
        ? `expected a limit that can be proven broken within a day, got ${limitText(level)}: ${failure} would never be told`
        : `expected at least ${frequencyText(least)} to prove ${limitText(level)}, got ${text}: ${failure} would never be told; ${instead(guardrail)}`,
  };
};

const toldLate = (guardrail: Guardrail, late: readonly Detection[], text: string): Fault => {
  const [first] = late;
  const failure = first === undefined ? 'a total failure' : failureText(guardrail, first.level);
  const after = late.map(({ level, minutes = 0 }) => `${level.severity} after ${durationText(minutes)}`).join(', ');
  return {
    severity: 'warning',
    message: `expected a volume at which ${failure} is told within an hour, got ${text}: ${after}`,
  };
};

const neverClear = (guardrail: Guardrail, text: string, rate: number): Fault => {
  const least = leastRate(rate, (more) => canClear(guardrail, more));
  const { text: limit } = guardrail.recovery;
  const expected =
    least === undefined
      ? `a limit that can be proven to be kept, got ${limit}`
      : `at least ${frequencyText(least)} to prove that ${limit} is kept, got ${text}`;
  return {
    severity: 'warning',
    message: `expected ${expected}: an incident would stay open when all is well again; ${instead(guardrail)}`,
  };
};

/** What its owner can do about it. */
const instead = ({ by, evidence }: Guardrail): string => {
  if (evidence.kind === 'none') return 'ask for fewer events with minEvents, or for a longer window';
  return by.length > 0
    ? 'judge larger groups, or let evidence: ask for less'
    : 'judge more of the traffic together, or let evidence: ask for less';
};

const limitText = ({ severity, direction, text }: Level): string => `${severity} ${direction} ${text}`;

const limitsText = ({ levels }: Guardrail): string => levels.map(limitText).join(' and ');

/** What is the worst that can happen, of which at least somebody should hear. */
const failureText = ({ kind }: Guardrail, { direction }: Level): string => {
  switch (kind) {
    case 'volume':
      return direction === 'below' ? 'a silence' : 'twice the limit';
    case 'latency':
      return 'a total failure (every answer too slow)';
    case 'rate':
    case 'monthly':
      return 'a total failure';
  }
};

const MOST_DOUBLINGS = 24;
const HALVINGS = 12;
/** What the halvings leave open, as a part of a step in the second digit. */
const OPEN = 0.02;

/** The smallest volume above `rate` of which it holds, to a part in a thousand; undefined where it holds of none. */
const leastRate = (rate: number, holds: (rate: number) => boolean): number | undefined => {
  let [below, above] = [rate, rate];
  for (let doubling = 0; !holds(above); doubling++) {
    if (doubling === MOST_DOUBLINGS) return undefined;
    [below, above] = [above, above * 2];
  }
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = Math.sqrt(below * above);
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
};

/** `20/min`, `1.5/h`, `12/d`, rounded up to two digits in the unit in which it is a number that people say. */
const frequencyText = (rate: number): string => {
  if (rate >= 1) return `${roundedUp(rate)}/min`;
  return rate * MINUTES_PER_HOUR >= 1
    ? `${roundedUp(rate * MINUTES_PER_HOUR)}/h`
    : `${roundedUp(rate * MINUTES_PER_DAY)}/d`;
};

const roundedUp = (value: number): string => {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return numberText(Number((Math.ceil(value / step - OPEN) * step).toPrecision(2)));
};
