import { evidenceDefaults } from '../shared/core/evidence/constants.ts';
import { testBreach, testClear } from '../shared/core/evidence/test-limit.ts';
import { test as testVolume } from '../shared/core/evidence/volume.ts';
import type { Window } from '../shared/core/evidence/window.ts';
import type { Limit } from '../shared/core/guardrail/guardrail.ts';
import { epochMinute, perMinute, ratio } from '../shared/core/units.ts';
import { valueWindow, VALUE_LIMIT } from '../test/core/evidence/amounts.ts';
import { betaBinomialChances, binomialChances, chanceOfCalls, volumeChances } from '../test/core/evidence/chances.ts';
import { aGuardrail } from '../test/support/builders.ts';
import { type Draw, drawWith } from '../test/support/draw.ts';
import { type Minute, type Said, simulate, type Traffic } from '../test/support/simulate.ts';

/**
 * How often the judge is wrong where the truth is known: the tables of docs/judging.md, the same on every machine. Run it
 * with `node bench/judging.ts`; it takes some seconds.
 */
const { breach, clear, dispersionFloor, volumeSpread } = evidenceDefaults;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(`${lines.join('\n')}\n`);
};
/** Of what was promised: 1 is all of it, below 1 the promise is kept. */
const ofPromise = (chance: number, promise: number): string => (chance / promise).toFixed(2);

const rates = [0.001, 0.01, 0.05, 0.5];
const perLook = (total: number, chancesAt: (rate: number) => Float64Array, phi: number): string[] =>
  rates.map((rate) => {
    const limit: Limit = { metric: 0, direction: 'above', rate: ratio(rate), text: '' };
    const window = (bad: number): Window => ({
      from: epochMinute(0),
      to: epochMinute(5),
      bad,
      total,
      badMinutes: 2,
      phi,
    });
    const chances = chancesAt(rate);
    const broken = chanceOfCalls(chances, total, -1, (bad) => testBreach(window(bad), limit, breach).proven);
    const kept = chanceOfCalls(chances, 0, 1, (bad) => testClear(window(bad), limit, clear).proven);
    return `${ofPromise(broken, breach)}, ${ofPromise(kept, clear)}`;
  });

console.log('False breaches, false clears of one look, as a share of what is promised. Added up over all outcomes.\n');
table(
  ['events', 'limit 0.1 %', '1 %', '5 %', '50 %'],
  [
    ...[1, 5, 20, 100, 1_000, 100_000].map((total) => [
      total.toLocaleString('en-US'),
      ...perLook(total, (rate) => binomialChances(total, rate), 1),
    ]),
    ...[1_000, 10_000].map((total) => [
      `${total.toLocaleString('en-US')}, rates vary (ICC ${dispersionFloor})`,
      ...perLook(total, (rate) => betaBinomialChances(total, rate, dispersionFloor), 1 + dispersionFloor * (total - 1)),
    ]),
  ],
);

console.log('Volumes on their limit: false breaches of one look, below and above, as a share of what is promised.\n');
const volumeLook = (expected: number, spread: number): string =>
  (['below', 'above'] as const)
    .map((side) => {
      const most = Math.ceil(3 * expected + 60);
      const limit: Limit = { metric: 0, direction: side, rate: perMinute(expected / 5), text: '' };
      const window = { from: epochMinute(0), to: epochMinute(5), minutes: 5 };
      const called = chanceOfCalls(
        volumeChances(expected, spread, most),
        side === 'below' ? 0 : most,
        side === 'below' ? 1 : -1,
        (count) => testVolume({ ...window, count }, limit, side, 'breach', breach).proven,
      );
      return ofPromise(called, breach);
    })
    .join(', ');
table(
  ['events expected', 'by chance alone', 'and swinging by 5 %', `by ${volumeSpread * 100} %`],
  [0.5, 5, 12, 20, 100, 1_000, 10_000].map((expected) => [
    expected.toLocaleString('en-US'),
    ...[0, 0.05, volumeSpread].map((spread) => volumeLook(expected, spread)),
  ]),
);

console.log('Value on its limit (5 %), log-normal amounts: breaches, clears per 1,000 looks where 10 are promised.\n');
const valueLooks = (sd: number, larger: number): string => {
  const draw = drawWith(7);
  const runs = 2_000;
  let [breaches, clears] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const window = valueWindow(draw, 300, sd, larger);
    if (testBreach(window, VALUE_LIMIT, 0.01).proven) breaches++;
    if (testClear(window, VALUE_LIMIT, 0.01).proven) clears++;
  }
  return `${(1_000 * breaches) / runs}, ${(1_000 * clears) / runs}`;
};
table(
  ['300 events', 'log-sd 0.8', 'log-sd 1.5'],
  [1, 3].map((larger) => [
    larger === 1 ? 'bad ones as large as the rest' : `bad ones ${larger} times as large`,
    valueLooks(0.8, larger),
    valueLooks(1.5, larger),
  ]),
);

const guardrail = aGuardrail();
const DAY = 24 * 60;
const told = (minutes: number, traffic: Traffic): readonly Said[] =>
  simulate(guardrail, minutes, traffic, { remembers: true }).said;
const isOpening = ({ reason }: Said): boolean => reason === 'opened' || reason === 'reopened';

const openedIn = (draw: Draw, events: number, bad: (draw: Draw) => number): string => {
  const opened = told(4 * DAY, () => [bad(draw), events]).filter(isOpening);
  const first = opened.filter(({ at }) => at <= DAY).length;
  return `${first}, ${opened.length - first}`;
};
console.log('Four days at 90 % of a limit of 5 %: incidents in the first day, and in the three after it.\n');
table(
  ['data', 'at 100 a minute'],
  [
    ['independent', openedIn(drawWith(11), 100, (draw) => draw.binomial(100, 0.045))],
    ['rates vary (ICC 0.002)', openedIn(drawWith(12), 100, (draw) => draw.betaBinomial(100, 0.045, 0.002))],
    ['rates vary (ICC 0.01)', openedIn(drawWith(13), 100, (draw) => draw.betaBinomial(100, 0.045, 0.01))],
    ['a failure is five events', openedIn(drawWith(14), 100, (draw) => 5 * draw.binomial(20, 0.045))],
  ],
);

console.log('A week of a quiet group near a limit of 5 %: incidents.\n');
const quiet = (seed: number, payments: (draw: Draw, rate: number) => Minute): string[] =>
  [0.7, 0.9, 1].map((share) => {
    const draw = drawWith(seed);
    return String(told(7 * DAY, () => payments(draw, share * 0.05)).filter(isOpening).length);
  });
const tenADay = (draw: Draw, rate: number): Minute => (draw.chance(10 / DAY) ? [draw.binomial(1, rate), 1] : [0, 0]);
table(
  ['payments', 'at 70 %', '90 %', '100 %'],
  [
    ['1 a minute', ...quiet(70, (draw, rate) => [draw.binomial(1, rate), 1])],
    ['10 a day', ...quiet(70, tenADay)],
    [
      '1 event a minute, five for each payment',
      ...quiet(300, (draw, rate) => (draw.chance(0.2) ? [5 * draw.binomial(1, rate), 5] : [0, 0])),
    ],
    [
      '1 a minute, five events for each that fails',
      ...quiet(300, (draw, rate) => (draw.chance(rate / (5 - 4 * rate)) ? [5, 5] : [0, 1])),
    ],
  ],
);

console.log(
  'An hour of failures where 2 % are normal: minutes until told, from its end until resolved. Medians of 15.\n',
);
const CALM = 90;
const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
const at = (said: readonly Said[], reason: Said['reason'], after: number): number =>
  (said.find((one) => one.reason === reason && one.at > after)?.at ?? Number.POSITIVE_INFINITY) - after;
const shown = (minutes: number, most: number): string => (Number.isFinite(minutes) ? String(minutes) : `over ${most}`);
const hourOf = (rate: number, events: number): string => {
  const after = events <= 5 ? 400 : 100;
  const runs = Array.from({ length: 15 }, (_, seed) => {
    const draw = drawWith(1_000 + seed);
    const rateAt = (minute: number): number => (minute >= CALM && minute < CALM + 60 ? rate : 0.02);
    const said = told(CALM + 60 + after, (minute) => [draw.binomial(events, rateAt(minute)), events]);
    return { told: at(said, 'opened', CALM), resolved: at(said, 'resolved', CALM + 60) };
  });
  const [opened, resolved] = [runs.map((run) => run.told), runs.map((run) => run.resolved)];
  return opened.filter(Number.isFinite).length * 2 < runs.length
    ? 'not told'
    : `${shown(median(opened), after)}, ${shown(median(resolved), after)}`;
};
table(
  ['failures', '1 a minute', '5', '20', '100', '1,000'],
  [0.08, 0.15, 0.4].map((rate) => [
    `${Math.round(rate * 100)} %`,
    ...[1, 5, 20, 100, 1_000].map((events) => hourOf(rate, events)),
  ]),
);

console.log('Ten payments a day of which nine in ten fail from some moment on: hours until told. Of 25.\n');
const untilTold = (calm: number): string[] => {
  const hours = Array.from({ length: 25 }, (_, seed) => {
    const draw = drawWith(1_000 + seed);
    return (
      at(
        told(calm + 2 * DAY, (minute) => tenADay(draw, minute < calm ? 0.02 : 0.9)),
        'opened',
        calm,
      ) / 60
    );
  });
  return [median(hours).toFixed(0), Math.max(...hours).toFixed(0)];
};
table(
  ['before', 'half of them', 'all of them'],
  [
    ['nothing', ...untilTold(0)],
    ['a day of 2 %', ...untilTold(DAY)],
  ],
);
