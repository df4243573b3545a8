import { numberText, percentText } from '../../../shared/core/message/format.ts';
import { plain } from '../../../shared/core/message/plain-text.ts';
import type { EpochMinute } from '../../../shared/core/units.ts';
import type { LoggedIncident } from '../incident-log.ts';
import { peakText, spanText } from '../words.ts';
import { element, text } from './element.ts';
import type { BarRow, LaneData, LimitLine, Point } from './lane-data.ts';
import { linear, type Scale, valueMarks } from './scale.ts';
import { colours, layout, severityColours } from './style.ts';

const rowsHeight = (rows: number): number => 10 + rows * layout.row;

export const laneHeight = ({ rows }: LaneData): number =>
  layout.laneTitle + layout.plot + rowsHeight(rows.length) + layout.gap;

/** One guardrail: its name, its curve with the limits, and its incidents below, from `top` on. */
export const drawLane = (lane: LaneData, top: number, x: Scale, end: EpochMinute): string => {
  const plotTop = top + layout.laneTitle;
  const y = linear(0, topOf(lane), plotTop + layout.plot, plotTop);
  const [first] = lane.rows;
  return element(
    'g',
    {},
    title(lane, top),
    ...(first?.incidents ?? []).map((incident) => shade(incident, plotTop, x, end)),
    ...valueMarks(topOf(lane)).map((value) => valueMark(lane, value, y)),
    ...apart(lane.limits, y).map(([line, labelY]) => limitLine(line, y, labelY)),
    ...(lane.moving === undefined
      ? []
      : [curve(lane.moving, x, y, { stroke: severityColours.warning, 'stroke-dasharray': '5 3' })]),
    ...lane.groups.map(({ points }, index) => curve(points, x, y, { stroke: groupColour(index) })),
    curve(lane.whole.points, x, y, { stroke: colours.whole, 'stroke-width': '1.8' }),
    ...lane.rows.flatMap((row, index) => bars(lane, row, plotTop + layout.plot + 10 + index * layout.row, x, end)),
  );
};

const groupColour = (index: number): string => colours.groups[index] ?? colours.faint;

/** A little above the highest of what is drawn. */
const topOf = ({ whole, groups, limits, moving = [] }: LaneData): number => {
  const values = [...whole.points, ...groups.flatMap(({ points }) => points), ...moving].map(({ value }) => value ?? 0);
  const highest = [...values, ...limits.map(({ value }) => value)].reduce((left, right) => Math.max(left, right), 0);
  return highest === 0 ? 1 : highest * 1.08;
};

const title = ({ guardrail, caption, groups, whole, moving }: LaneData, top: number): string => {
  const keys = [
    [whole.name, colours.whole] as const,
    ...groups.map(({ name }, index) => [name, groupColour(index)] as const),
    ...(moving === undefined ? [] : [['limit', severityColours.warning] as const]),
  ];
  return element(
    'text',
    { x: layout.left, y: top + 13, 'font-size': '12' },
    element('tspan', { 'font-weight': '600' }, text(plain(guardrail.name))),
    element('tspan', { fill: colours.faint, dx: '8' }, text(caption)),
    ...keys.map(([name, fill]) => element('tspan', { fill, dx: '10', 'font-weight': '600' }, text(`— ${name}`))),
  );
};

const valueMark = ({ guardrail }: LaneData, value: number, y: Scale): string =>
  element('line', { x1: layout.left, x2: layout.right, y1: y(value), y2: y(value), stroke: colours.grid }) +
  element(
    'text',
    { x: layout.left - 6, y: y(value) + 3.5, 'text-anchor': 'end', fill: colours.faint },
    text(guardrail.kind === 'volume' ? numberText(value) : value === 0 ? '0' : percentText(value)),
  );

const LABEL_HEIGHT = 12;

/** Each line with where its label stands: limits that lie close have theirs pushed apart, upwards. */
const apart = (limits: readonly LimitLine[], y: Scale): readonly (readonly [LimitLine, number])[] => {
  let lowest = Number.POSITIVE_INFINITY;
  return limits
    .toSorted((left, right) => left.value - right.value)
    .map((line) => {
      lowest = Math.min(y(line.value) + 3.5, lowest - LABEL_HEIGHT);
      return [line, lowest] as const;
    });
};

const limitLine = ({ label, value, isOld, severity }: LimitLine, y: Scale, labelY: number): string => {
  const stroke = isOld ? colours.old : severityColours[severity];
  return (
    element('line', {
      x1: layout.left,
      x2: layout.right,
      y1: y(value),
      y2: y(value),
      stroke,
      'stroke-dasharray': isOld ? '2 3' : '6 3',
    }) + element('text', { x: layout.right + 6, y: labelY, fill: isOld ? colours.faint : colours.ink }, text(label))
  );
};

/** A line through the points, broken where nothing came; a point alone is a dot. */
const curve = (points: readonly Point[], x: Scale, y: Scale, style: Readonly<Record<string, string>>): string => {
  let path = '';
  for (const [index, { at, value }] of points.entries()) {
    if (value === undefined) continue;
    const begins = points[index - 1]?.value === undefined;
    const place = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    path += begins ? `M${place}` : `L${place}`;
    if (begins && points[index + 1]?.value === undefined) path += 'h0.1';
  }
  return path === ''
    ? ''
    : element('path', {
        d: path,
        fill: 'none',
        'stroke-width': '1.3',
        'stroke-linejoin': 'round',
        'stroke-linecap': 'round',
        ...style,
      });
};

const widthOf = (from: number, to: number, x: Scale): number => Math.max(2, x(to) - x(from));

/** Behind the curve, so that one sees which part of it opened the incident. */
const shade = ({ opened, resolved, severity }: LoggedIncident, plotTop: number, x: Scale, end: EpochMinute): string =>
  element('rect', {
    x: x(opened),
    y: plotTop,
    width: widthOf(opened, resolved ?? end, x),
    height: layout.plot,
    fill: severityColours[severity],
    opacity: '0.1',
  });

const bars = (
  { guardrail }: LaneData,
  { name, incidents }: BarRow,
  top: number,
  x: Scale,
  end: EpochMinute,
): string[] => [
  element(
    'text',
    { x: layout.left - 6, y: top + layout.bar - 1, 'text-anchor': 'end', fill: colours.faint },
    text(name),
  ),
  element('line', {
    x1: layout.left,
    x2: layout.right,
    y1: top + layout.bar / 2,
    y2: top + layout.bar / 2,
    stroke: colours.grid,
  }),
  ...incidents.map((incident) =>
    element(
      'g',
      {},
      element(
        'title',
        {},
        text(`${incident.severity}, ${spanText(incident)}: ${peakText(guardrail.kind, incident.peak)}`),
      ),
      ...stretches(incident, end).map(([from, to, fill]) =>
        element('rect', { x: x(from), y: top, width: widthOf(from, to, x), height: layout.bar, rx: '1.5', fill }),
      ),
      ...(incident.resolved === undefined ? [arrow(x(end), top)] : []),
    ),
  ),
];

/** From turn to turn in the colour of its severity; nothing where it was over for a while. */
const stretches = (
  { course }: LoggedIncident,
  end: EpochMinute,
): readonly (readonly [EpochMinute, EpochMinute, string])[] =>
  course.flatMap(({ at, severity }, index) =>
    severity === 'over' ? [] : [[at, course[index + 1]?.at ?? end, severityColours[severity]] as const],
  );

/** It goes on. */
const arrow = (x: number, top: number): string =>
  element('path', { d: `M${x.toFixed(1)} ${top}l5 ${layout.bar / 2}l-5 ${layout.bar / 2}z`, fill: colours.ink });
