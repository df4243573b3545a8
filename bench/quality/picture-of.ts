import type { Delays } from './delays-section.ts';
import { stepRow } from './delays-section.ts';
import { type Openings, openingsRow } from './openings-section.ts';
import { type Line, picture } from './picture.ts';
import { ruleNames } from './rules.ts';

/** Which rows of the tables are drawn. */
export const DRAWN = { data: 'rates vary (ICC 0.002)', share: 1, failures: '15 %' } as const;

/** From rows of the tables as they are printed, so that the picture says what they do. */
export const pictureOfRows = (
  openings: readonly (readonly string[])[],
  steps: readonly (readonly string[])[],
): string => {
  const [calm, incidents] = [
    openings.filter(([data]) => data === DRAWN.data),
    steps.filter(([failures]) => failures === DRAWN.failures),
  ];
  const lines = ruleNames.map((rule, column): Line => ({
    rule,
    points: calm.flatMap((row) => {
      const rate = row[1];
      const told = incidents.find((incident) => incident[1] === rate)?.[column + 2] ?? '';
      const minutes = parseInt(told);
      return {
        perMinute: Number(rate?.replaceAll(',', '')),
        falseOpenings: Number(row[column + 2]?.split('/')[DRAWN.share]),
        minutes: Number.isNaN(minutes) ? Number.POSITIVE_INFINITY : minutes,
      };
    }),
  }));
  return picture(
    'False alarms against delay',
    'False openings at 90 % of the limit, and minutes until a step from 2 to 15 % is told. Limit 5 %, rates vary (ICC 0.002).',
    lines,
  );
};

export const pictureOf = ({ sound }: Openings, { varying }: Delays): string =>
  pictureOfRows(sound.map(openingsRow), varying.map(stepRow));
