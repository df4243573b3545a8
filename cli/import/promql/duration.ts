const UNITS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
  ['y', 365 * 86_400_000],
]);

/** `5m`, `1h30m` and a bare number of seconds in milliseconds, as Prometheus reads them; undefined for anything else. */
export const prometheusDuration = (text: string): number | undefined => {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNITS.get(unit ?? '') ?? Number.NaN),
    0,
  );
};

/** Milliseconds as guardrails.yaml writes them, in the largest unit that keeps them whole. */
export const durationText = (ms: number): string => {
  const [unit, size] = [...UNITS]
    .filter(([name]) => /^(?:ms|[smh])$/.test(name))
    .findLast(([, each]) => ms % each === 0 && ms >= each) ?? ['s', 1000];
  return `${Number((ms / size).toPrecision(12))}${unit}`;
};
