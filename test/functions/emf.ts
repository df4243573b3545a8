/** A line in CloudWatch's embedded format, as CloudWatch reads it. */
export interface MetricLine {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
  readonly units: Readonly<Record<string, string>>;
}

/** What stands under `_aws`. */
interface Envelope {
  readonly CloudWatchMetrics: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
  }[];
}

/** The metric lines of a log. One set of dimensions each: a second would be a second metric, at its price. */
export const metricLines = (log: string): MetricLine[] =>
  log
    .split('\n')
    .filter((line) => line.includes('CloudWatchMetrics'))
    .map((line) => {
      const raw = JSON.parse(line) as Readonly<Record<string, unknown>>;
      const [metrics, ...more] = (raw['_aws'] as Envelope).CloudWatchMetrics;
      const [names, ...others] = metrics?.Dimensions ?? [];
      if (metrics === undefined || names === undefined || more.length + others.length > 0)
        throw new Error(`expected one set of metrics and of dimensions, got ${line}`);
      const pick = <Value>(keys: readonly string[]): Record<string, Value> =>
        Object.fromEntries(keys.map((key) => [key, raw[key] as Value]));
      return {
        namespace: metrics.Namespace,
        dimensions: pick<string>(names),
        values: pick<number>(metrics.Metrics.map(({ Name }) => Name)),
        units: Object.fromEntries(metrics.Metrics.map(({ Name, Unit }) => [Name, Unit])),
      };
    });
