const units: readonly (readonly [RegExp, number])[] = [
  [/_(?:milliseconds|millis|ms)(?:_bucket)?$/, 1],
  [/_(?:microseconds|micros|us)(?:_bucket)?$/, 0.001],
  [/_seconds(?:_bucket)?$/, 1000],
];

/** Milliseconds in the unit of a metric, by its name; seconds are what Prometheus asks for. */
export const unitOf = (metric: string, checks: Set<string>): number => {
  const unit = units.find(([name]) => name.test(metric))?.[1];
  if (unit === undefined) checks.add(`${metric} does not say its unit and is taken for seconds`);
  return unit ?? 1000;
};
