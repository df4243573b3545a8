import { Duration } from 'aws-cdk-lib';
import {
  Color,
  GraphWidget,
  type HorizontalAnnotation,
  type IMetric,
  type IWidget,
  MathExpression,
  type MetricOptions,
  Shading,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Guardrail, Level, Severity } from '../../../shared/core/guardrail/guardrail.ts';
import { type GuardrailMetric, guardrailMetrics } from '../../../shared/metric-names.ts';
import { guardrailMetric } from '../watch/metrics.ts';

const colors: Readonly<Record<Severity, string>> = { critical: Color.RED, warning: Color.ORANGE };
const units: Readonly<Record<GuardrailMetric['unit'], string>> = {
  Percent: '%',
  Milliseconds: 'ms',
  Count: 'events a minute',
};

/** The value of a guardrail and the lines that it must not cross. Those that stand in the rules are drawn from there, for nothing. */
export function guardrailGraph(stack: string, guardrail: Guardrail): IWidget {
  // A month is judged once an hour: by the minute its line would be dots.
  const period = guardrail.kind === 'monthly' ? Duration.hours(1) : Duration.minutes(1);
  const drawn = guardrailMetrics(guardrail);
  const values = drawn.map((metric) => guardrailMetric(stack, metric, period).with(look(guardrail, metric)));
  const normal = values[drawn.findIndex(({ name }) => name === 'GuardrailNormal')];
  return new GraphWidget({
    title: guardrail.name,
    width: 8,
    height: 6,
    left: [...values, ...(normal === undefined ? [] : movingLimits(guardrail, normal, period))],
    leftAnnotations: normal === undefined ? fixedLimits(guardrail) : [],
    leftYAxis: { min: 0, label: units[drawn[0]?.unit ?? 'Percent'], showUnits: false },
  });
}

const look = ({ levels }: Guardrail, { name, dimensions }: GuardrailMetric): MetricOptions => {
  if (name === 'GuardrailNormal') return { label: 'normal at this time' };
  const level = levels.find(({ text }) => text === dimensions.slowerThan);
  if (level === undefined) return { label: 'value' };
  return { label: `slower than ${level.text} (${level.severity})`, color: colors[level.severity] };
};

const nameOf = ({ severity, text, burn }: Level): string =>
  `${severity}: ${text}${burn === undefined ? '' : ` over ${burn.longMinutes / 60} h`}`;

function fixedLimits({ kind, levels }: Guardrail): HorizontalAnnotation[] {
  const [first] = levels;
  // One share for all levels, each of which has a line of its own.
  if (kind === 'latency' && first !== undefined) {
    const percent = tidy(first.rate * 100);
    return [{ value: percent, label: `limit: ${percent}% of them`, fill: Shading.ABOVE }];
  }
  return levels.map((level) => ({
    value: tidy(kind === 'volume' ? level.rate : level.rate * 100),
    label: nameOf(level),
    color: colors[level.severity],
    fill: level.direction === 'above' ? Shading.ABOVE : Shading.BELOW,
  }));
}

/** Without what the binary form of a fraction leaves behind. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const movingLimits = ({ levels }: Guardrail, normal: IMetric, period: Duration): IMetric[] =>
  levels.map(
    (level) =>
      new MathExpression({
        expression: `normal * ${level.rate}`,
        usingMetrics: { normal },
        label: nameOf(level),
        color: colors[level.severity],
        period,
      }),
  );
