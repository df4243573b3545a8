import { element, text } from '../../cli/backtest/picture/element.ts';
import { colours } from '../../cli/backtest/picture/style.ts';
import { CUSUM, PARAPET } from './rules.ts';

/** One rule: for each number of events a minute how often it is wrong and how long it takes. */
export interface Line {
  readonly rule: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly perMinute: number;
  /** Openings of a group in a week. */
  readonly falseOpenings: number;
  /** Infinity: not within a day. */
  readonly minutes: number;
}

const layout = { width: 900, height: 500, left: 80, right: 700, top: 96, bottom: 440 } as const;
/** Shades that are told apart by their darkness too. */
const strokes: ReadonlyMap<string, string> = new Map([
  ['3 of 3', '#b3202c'],
  ['3 of 5', '#e07a5f'],
  ['5 min for 2 min', '#8a5a2b'],
  ['5 min, 50 events', '#c99700'],
  ['Wilson', '#8a4fa3'],
  [CUSUM, '#12836f'],
  [PARAPET, colours.whole],
]);

/** Logarithmic, but for a zero, which has a place of its own left of all else. */
const LEAST = 0.05;
const x = (perWeek: number): number => {
  const place = perWeek <= 0 ? 0 : 1 + Math.log10(Math.max(LEAST, perWeek) / LEAST);
  return layout.left + 20 + (place / 5.4) * (layout.right - layout.left - 30);
};
const MOST_MINUTES = 1_440;
const y = (minutes: number): number =>
  Number.isFinite(minutes)
    ? layout.bottom - 16 - (Math.log10(minutes) / Math.log10(MOST_MINUTES)) * (layout.bottom - layout.top - 60)
    : layout.top + 12;

/** False openings against the time until an incident is told, as SVG: the further down and left the better. */
export const picture = (title: string, subtitle: string, lines: readonly Line[]): string =>
  `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: layout.width,
      height: layout.height,
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      role: 'img',
      'aria-labelledby': 'title desc',
      'font-family': "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
      'font-size': '10.5',
      fill: colours.ink,
    },
    element('title', { id: 'title' }, text(title)),
    element('desc', { id: 'desc' }, text(subtitle)),
    element('rect', { width: layout.width, height: layout.height, fill: colours.ground }),
    element('text', { x: layout.left, y: 30, 'font-size': '16', 'font-weight': '600' }, text(title)),
    element('text', { x: layout.left, y: 50, 'font-size': '12', fill: colours.faint }, text(subtitle)),
    element(
      'text',
      { x: layout.left, y: 68, 'font-size': '12', fill: colours.faint },
      'A dot for each number of events a minute (1 to 1,000). The further down and left the better.',
    ),
    ...grid(),
    ...lines.map(drawLine),
    ...lines.map(legend),
  ).replaceAll('><', '>\n<')}\n`;

const grid = (): string[] => [
  // Where a rule may be that nobody switches off.
  element('rect', {
    x: layout.left,
    y: layout.top,
    width: x(1) - layout.left,
    height: layout.bottom - layout.top,
    fill: '#eef4fa',
  }),
  element(
    'text',
    { x: x(1) - 6, y: layout.top + 12, 'text-anchor': 'end', fill: colours.faint },
    'fewer than one a week',
  ),
  ...[0, 0.1, 1, 10, 100, 1_000].map(
    (perWeek) =>
      element('line', { x1: x(perWeek), x2: x(perWeek), y1: layout.top, y2: layout.bottom, stroke: colours.grid }) +
      element(
        'text',
        { x: x(perWeek), y: layout.bottom + 15, 'text-anchor': 'middle', fill: colours.faint },
        perWeek.toLocaleString('en-US'),
      ),
  ),
  ...[1, 10, 100, 1_000].map(
    (minutes) =>
      element('line', { x1: layout.left, x2: layout.right, y1: y(minutes), y2: y(minutes), stroke: colours.grid }) +
      element(
        'text',
        { x: layout.left - 6, y: y(minutes) + 3.5, 'text-anchor': 'end', fill: colours.faint },
        `${minutes.toLocaleString('en-US')} min`,
      ),
  ),
  element(
    'text',
    { x: layout.left - 6, y: y(Number.POSITIVE_INFINITY) + 3.5, 'text-anchor': 'end', fill: colours.faint },
    'not in a day',
  ),
  element(
    'text',
    { x: (layout.left + layout.right) / 2, y: layout.bottom + 34, 'text-anchor': 'middle' },
    'false openings of a group in a week',
  ),
];

const strokeOf = (rule: string): string => strokes.get(rule) ?? colours.faint;

const drawLine = ({ rule, points }: Line): string => {
  const [stroke, isOurs] = [strokeOf(rule), rule === PARAPET];
  const path = points
    .map(({ falseOpenings, minutes }) => `${x(falseOpenings).toFixed(1)} ${y(minutes).toFixed(1)}`)
    .join('L');
  return element(
    'g',
    {},
    element('path', {
      d: `M${path}`,
      fill: 'none',
      stroke,
      'stroke-width': isOurs ? '2.2' : '1.2',
      opacity: isOurs ? '1' : '0.7',
      ...(rule === CUSUM ? { 'stroke-dasharray': '5 3' } : {}),
    }),
    ...points.map(({ perMinute, falseOpenings, minutes }) =>
      element(
        'circle',
        { cx: x(falseOpenings), cy: y(minutes), r: 2 + Math.log10(perMinute), fill: stroke },
        element(
          'title',
          {},
          text(
            `${rule} at ${perMinute.toLocaleString('en-US')} a minute: ${falseOpenings} false openings a week, ${
              Number.isFinite(minutes) ? `told after ${minutes} min` : 'not told in a day'
            }`,
          ),
        ),
      ),
    ),
  );
};

const legend = ({ rule }: Line, index: number): string => {
  const top = layout.top + 16 + index * 20;
  return (
    element('line', {
      x1: layout.right + 24,
      x2: layout.right + 48,
      y1: top,
      y2: top,
      stroke: strokeOf(rule),
      'stroke-width': rule === PARAPET ? '2.2' : '1.2',
      ...(rule === CUSUM ? { 'stroke-dasharray': '5 3' } : {}),
    }) +
    element(
      'text',
      {
        x: layout.right + 56,
        y: top + 3.5,
        'font-size': '12',
        'font-weight': rule === PARAPET ? '600' : '400',
      },
      text(rule),
    )
  );
};
