import { countOf } from '../../../shared/core/message/format.ts';
import { plain } from '../../../shared/core/message/plain-text.ts';
import type { Backtest, Outcome } from '../run.ts';
import { fromToText } from '../words.ts';
import { element, text } from './element.ts';
import { drawLane, laneHeight } from './lane.ts';
import { laneData } from './lane-data.ts';
import { linear, type Scale, timeMarks } from './scale.ts';
import { colours, layout, severityColours } from './style.ts';

/** A backtest as SVG: a lane for each guardrail with its value, its limits and its incidents; light, 900 pixels wide. */
export const picture = (backtest: Backtest): string => {
  const { from, to } = backtest;
  const lanes = laneData(backtest);
  const x = linear(from, to, layout.left, layout.right);
  const heights = lanes.map(laneHeight);
  const bottom = layout.header + heights.reduce((sum, height) => sum + height, 0);
  const height = bottom + layout.footer;
  const tops = heights.map((_, index) => layout.header + heights.slice(0, index).reduce((sum, each) => sum + each, 0));
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: layout.width,
      height,
      viewBox: `0 0 ${layout.width} ${height}`,
      role: 'img',
      'aria-labelledby': 'title desc',
      'font-family': "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
      'font-size': '10.5',
      fill: colours.ink,
    },
    element('title', { id: 'title' }, text(headingOf(backtest))),
    element('desc', { id: 'desc' }, text(describe(backtest))),
    element('rect', { width: layout.width, height, fill: colours.ground }),
    header(backtest),
    ...timeGrid(backtest, x, bottom),
    ...lanes.map((lane, index) => drawLane(lane, tops[index] ?? 0, x, to)),
  )
    // A line for each element: a change shows as one in a diff.
    .replaceAll('><', '>\n<')}\n`;
};

const headingOf = ({ outcomes: [now, old] }: Backtest): string =>
  `Backtest of ${plain(now?.named.name ?? '')}${old === undefined ? '' : ` against ${plain(old.named.name)}`}`;

const totalText = (label: string, { incidents, messages }: Outcome): string =>
  `${label}${countOf(incidents.length, 'incident')}, ${countOf(messages, 'message')}`;

const totals = ({ outcomes: [now, old] }: Backtest): readonly string[] => {
  if (now === undefined) return [];
  return old === undefined ? [totalText('', now)] : [totalText('new: ', now), totalText('old: ', old)];
};

const describe = (backtest: Backtest): string =>
  `${fromToText(backtest.from, backtest.to)} UTC. ${totals(backtest).join('; ')}. One lane for each guardrail: its value over time, its limits, and its incidents as bars.`;

const header = (backtest: Backtest): string =>
  [
    element('text', { x: layout.left, y: 28, 'font-size': '16', 'font-weight': '600' }, text(headingOf(backtest))),
    element(
      'text',
      { x: layout.left, y: 47, 'font-size': '12', fill: colours.faint },
      text(`${fromToText(backtest.from, backtest.to)} UTC, ${countOf(backtest.events, 'event')}`),
    ),
    element('text', { x: layout.left, y: 65, 'font-size': '12' }, text(totals(backtest).join('; '))),
    ...(['critical', 'warning'] as const).map((severity, index) => {
      const x = layout.right - 150 + index * 76;
      return (
        element('rect', { x, y: 57, width: 14, height: layout.bar, rx: '1.5', fill: severityColours[severity] }) +
        element('text', { x: x + 19, y: 65 }, severity)
      );
    }),
  ].join('');

const timeGrid = ({ from, to }: Backtest, x: Scale, bottom: number): string[] =>
  timeMarks(from, to).flatMap(({ at, label }) => [
    element('line', { x1: x(at), x2: x(at), y1: layout.header, y2: bottom - layout.gap + 8, stroke: colours.grid }),
    element('text', { x: x(at), y: bottom + 2, 'text-anchor': 'middle', fill: colours.faint }, text(label)),
  ]);
