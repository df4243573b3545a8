import type { Template } from 'aws-cdk-lib/assertions';
import { resources, target } from './synth.ts';

/** A part of the dashboard. */
export interface Widget {
  readonly type: string;
  readonly title: string;
  readonly at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly metrics: readonly DrawnMetric[];
  readonly expressions: readonly { readonly expression: string; readonly label?: string; readonly color?: string }[];
  readonly annotations: readonly { readonly value: number; readonly label?: string; readonly fill?: string }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DrawnMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The widgets of a template's dashboard, with the names of resources in place of references to them. */
export const dashboardOf = (template: Template): Widget[] => {
  const [dashboard, ...others] = resources(template, 'AWS::CloudWatch::Dashboard').values();
  if (dashboard === undefined || others.length > 0) throw new Error('expected one dashboard');
  const body = target(dashboard.Properties['DashboardBody']);
  return (JSON.parse(body) as { widgets: RawWidget[] }).widgets.map(widgetOf);
};

interface RawWidget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

const widgetOf = ({ type, x, y, width, height, properties }: RawWidget): Widget => {
  const rows = (properties['metrics'] ?? []) as unknown[][];
  const annotations = (properties['annotations'] ?? {}) as { horizontal?: Widget['annotations'] };
  return {
    type,
    title: typeof properties['title'] === 'string' ? properties['title'] : '',
    at: { x, y, width, height },
    metrics: rows.flatMap((row) => (typeof row[0] === 'string' ? metricOf(row) : [])),
    expressions: rows.flatMap(([first]) => (typeof first === 'object' ? (first as Widget['expressions'][number]) : [])),
    annotations: annotations.horizontal ?? [],
    properties,
  };
};

const metricOf = ([namespace, name, ...rest]: unknown[]): DrawnMetric => {
  const last = rest.at(-1);
  const options = typeof last === 'object' ? (last as DrawnMetric['options']) : {};
  const names = typeof last === 'object' ? rest.slice(0, -1) : rest;
  const dimensions: Record<string, string> = {};
  for (let index = 0; index < names.length; index += 2) dimensions[String(names[index])] = String(names[index + 1]);
  return { namespace: String(namespace), name: String(name), dimensions, options };
};
