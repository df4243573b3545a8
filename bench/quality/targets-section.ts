import {
  PROMISED_WEEKS,
  promisedDrift,
  promisedFalseEnds,
  promisedMany,
  promisedOpenings,
  promisedSteps,
} from './column-r.ts';
import type { Size } from './cells.ts';
import type { Delays } from './delays-section.ts';
import { medianOf, percentText, short, tableText } from './figures.ts';
import type { ManyGroups } from './many-groups.ts';
import type { Openings } from './openings-section.ts';
import { CUSUM, PARAPET } from './rules.ts';
import { nameOf } from './traffic.ts';
import { allMet, type Check, medianMet, type Met, fewCheck, rateMet } from './verdict.ts';

/** What was asked of Parapet's rule, each said to be met or not. */

const openingChecks = ({ sound, apart }: Openings): readonly Check[] =>
  promisedOpenings.map(({ data, perMinute, perWeek }) => {
    const found = [...sound, ...apart].find(
      ({ cell }) => nameOf(cell.data) === nameOf(data) && cell.perMinute === perMinute,
    );
    const [counts, weeks] = [found?.byRule.get(PARAPET) ?? [], found?.weeks ?? 1];
    return {
      what: `openings a week, ${nameOf(data)}, ${perMinute.toLocaleString('en-US')} a minute`,
      measured: counts.map((count) => short(count / weeks)).join('/'),
      asked: perWeek.join('/'),
      met: allMet(counts.map((count, index) => rateMet(count, weeks, perWeek[index] ?? 0, PROMISED_WEEKS))),
    };
  });

const stepChecks = ({ independent }: Delays): readonly Check[] =>
  promisedSteps.map(({ height, perMinute, told, over }) => {
    const found = independent.find((step) => step.height === height && step.cell.perMinute === perMinute);
    const outcome = found?.byRule.get(PARAPET);
    const [toldIn, overIn] = [outcome?.told ?? [], outcome?.over ?? []];
    return {
      what: `minutes until ${percentText(height)} is told${over === undefined ? '' : ', over'}, ${perMinute.toLocaleString('en-US')} a minute`,
      measured: [medianOf(toldIn), ...(over === undefined ? [] : [medianOf(overIn)])].join(', '),
      asked: [told, ...(over === undefined ? [] : [over])].join(', '),
      met: allMet([medianMet(toldIn, told), ...(over === undefined ? [] : [medianMet(overIn, over)])]),
    };
  });

const falseEndChecks = ({ halfEnded }: Delays, { runs }: Size): readonly Check[] =>
  promisedFalseEnds.map(({ perMinute, share }) => {
    const found = halfEnded.find(({ cell }) => cell.data.kind === 'independent' && cell.perMinute === perMinute);
    const measured = found?.byRule.get(PARAPET) ?? Number.NaN;
    // 150 to 200 incidents stand behind what is asked.
    return {
      what: `false ends of 40 % that falls to 6 %, ${perMinute} a minute`,
      measured: short(measured),
      asked: short(share),
      met: rateMet(Math.round(measured * runs), runs, share, 150),
    };
  });

const driftChecks = ({ drifts }: Delays): readonly Check[] =>
  promisedDrift.map(({ perMinute, told }) => {
    const measured = drifts.get(perMinute)?.get(PARAPET) ?? [];
    return {
      what: `minutes until a drift is told after it crosses, ${perMinute.toLocaleString('en-US')} a minute`,
      measured: String(medianOf(measured)),
      asked: String(told),
      met: medianMet(measured, told),
    };
  });

/** Apart from rates that truly cross the limit. */
const fewChecks = ({ sound, apart, many }: Openings): readonly Check[] => [
  ...[...sound, ...apart.filter(({ cell }) => cell.data.kind === 'retries')].map(({ cell, weeks, byRule }) =>
    fewCheck(
      `openings a week at 70 %, ${nameOf(cell.data)}, ${cell.perMinute.toLocaleString('en-US')} a minute`,
      byRule.get(PARAPET)?.[0] ?? Number.NaN,
      weeks,
      1,
    ),
  ),
  ...many.map(({ data, byShare: [first] }) =>
    fewCheck(
      `openings a week at 70 %, ${nameOf(data)}, 200 groups together`,
      first?.byRule.get(PARAPET) ?? Number.NaN,
      first?.weeks ?? 1,
      1,
    ),
  ),
];

const countOf = ({ byRule }: ManyGroups): number => byRule.get(PARAPET) ?? Number.NaN;

const manyChecks = ({ many }: Openings): readonly Check[] =>
  promisedMany.map(({ data, perWeek }) => {
    const byShare = many.find((each) => nameOf(each.data) === nameOf(data))?.byShare ?? [];
    return {
      what: `openings a week, ${nameOf(data)}, 200 groups together`,
      measured: byShare.map((each) => short(countOf(each) / each.weeks)).join('/'),
      asked: perWeek.join('/'),
      met: allMet(
        byShare.map((each, index) => rateMet(countOf(each), each.weeks, perWeek[index] ?? 0, PROMISED_WEEKS)),
      ),
    };
  });

const cusumChecks = ({ varying }: Delays): readonly Check[] =>
  varying.map(({ cell, height, byRule }) => {
    const [ours, best] = [byRule.get(PARAPET)?.told ?? [], medianOf(byRule.get(CUSUM)?.told ?? [])];
    const most = Math.max(1.5 * best, best + 5);
    return {
      what: `minutes until ${percentText(height)} is told, ${cell.perMinute.toLocaleString('en-US')} a minute, ICC 0.002`,
      measured: String(medianOf(ours)),
      asked: `${short(most)} (CUSUM ${best})`,
      met: medianMet(ours, most),
    };
  });

export const printTargets = (
  openings: Openings,
  delays: Delays,
  size: Size,
  print: (text: string) => void,
): readonly Check[] => {
  const groups: readonly (readonly [string, readonly Check[]])[] = [
    ['Fewer than one false opening a week', fewChecks(openings)],
    ['Within 1.5 times, or 5 minutes, of the CUSUM', cusumChecks(delays)],
    [
      'As good as when the constants were chosen',
      [
        ...openingChecks(openings),
        ...manyChecks(openings),
        ...stepChecks(delays),
        ...falseEndChecks(delays, size),
        ...driftChecks(delays),
      ],
    ],
  ];
  for (const [title, checks] of groups) {
    const count = (met: Met): number => checks.filter((check) => check.met === met).length;
    print(
      `${title}: ${count('met')} met, ${count('within chance')} not met but within chance, ${count('not met')} not met.\n`,
    );
    print(
      tableText(
        ['target', 'measured', 'asked', ''],
        checks.map(({ what, measured, asked, met }) => [what, measured, asked, met]),
      ),
    );
  }
  return groups.flatMap(([, checks]) => checks);
};
