import type { Guardrail, Severity } from '../../../shared/core/guardrail/guardrail.ts';
import { durationText, percentText } from '../../../shared/core/message/format.ts';
import { groupText, plain } from '../../../shared/core/message/plain-text.ts';
import { metricId, type MetricId } from '../../../shared/core/rollup/part.ts';
import { type GroupKey, WHOLE } from '../../../shared/core/rollup/series.ts';
import type { Bin, Bins } from '../bins.ts';
import type { LoggedIncident } from '../incident-log.ts';
import type { Backtest, Outcome } from '../run.ts';

export interface Point {
  /** The middle of the minutes that it is of. */
  readonly at: number;
  /** Missing where nothing came. */
  readonly value?: number;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface LimitLine {
  readonly label: string;
  readonly value: number;
  /** Of the rules of before, where the new ones have another. */
  readonly isOld: boolean;
  readonly severity: Severity;
}

export interface BarRow {
  readonly name: string;
  readonly incidents: readonly LoggedIncident[];
}

/** All that is drawn of one guardrail. */
export interface LaneData {
  readonly guardrail: Guardrail;
  readonly caption: string;
  readonly whole: Curve;
  /** The groups that went the furthest; none where it was the whole. */
  readonly groups: readonly Curve[];
  readonly limits: readonly LimitLine[];
  /** A limit that moves with what is normal. */
  readonly moving?: readonly Point[];
  readonly rows: readonly BarRow[];
}

/** The guardrails of the new rules, and then those that only the old ones have. */
export const laneData = (backtest: Backtest): readonly LaneData[] => {
  const [now, old] = backtest.outcomes;
  if (now === undefined) return [];
  const ids = new Set(
    [now, ...(old === undefined ? [] : [old])].flatMap(({ named }) => named.rules.guardrails.map(({ id }) => id)),
  );
  return [...ids].flatMap((id) => laneOf(id, backtest, now, old) ?? []);
};

const laneOf = (id: string, { from, to }: Backtest, now: Outcome, old: Outcome | undefined): LaneData | undefined => {
  const trail = now.trails.of(id) ?? old?.trails.of(id);
  if (trail === undefined) return undefined;
  const { guardrail } = trail;
  const minutes = binMinutes(trail.whole.inBinsOf(1), to - from, guardrail);
  const curve = (bins: Bins): readonly Point[] => bins.inBinsOf(minutes).map(pointOf);
  const rows = rowsOf(id, now, old);
  const groups = peakGroups(rows.flatMap(({ incidents }) => incidents)).flatMap((group): Curve[] => {
    const bins = now.trails.of(id)?.groups.get(group) ?? old?.trails.of(id)?.groups.get(group);
    return bins === undefined ? [] : [{ name: groupText(group), points: curve(bins) }];
  });
  const oldGuardrail = old?.trails.of(id)?.guardrail;
  return {
    guardrail,
    caption: `${captionOf(guardrail)}, by ${minutes === 1 ? 'the minute' : durationText(minutes)}`,
    whole: { name: groupText(WHOLE), points: curve(trail.whole) },
    groups,
    limits:
      guardrail.baseline === undefined
        ? limitsOf(guardrail, now.trails.of(id) === undefined ? undefined : oldGuardrail)
        : [],
    ...(guardrail.baseline === undefined ? undefined : { moving: curve(trail.limits) }),
    rows,
  };
};

const rowsOf = (id: string, now: Outcome, old: Outcome | undefined): readonly BarRow[] => {
  const row = (name: string, { incidents }: Outcome): BarRow => ({
    name,
    incidents: incidents.filter(({ guardrail }) => guardrail === id),
  });
  return old === undefined ? [row('incidents', now)] : [row('new', now), row('old', old)];
};

const MOST_GROUPS = 3;

/** Of the incidents whose peaks lie the furthest beyond their limit. */
const peakGroups = (incidents: readonly LoggedIncident[]): readonly GroupKey[] => {
  const worstFirst = incidents.toSorted((left, right) => excess(right) - excess(left));
  return [...new Set(worstFirst.map(({ peak }) => peak.group))]
    .filter((group) => group !== WHOLE)
    .slice(0, MOST_GROUPS);
};

const excess = ({ peak: { proof } }: LoggedIncident): number =>
  Math.abs(Math.log((proof.rate + 1e-9) / (proof.limit + 1e-9)));

const pointOf = ({ from, minutes, bad, total }: Bin): Point => ({
  at: from + minutes / 2,
  ...(total === 0 ? undefined : { value: bad / total }),
});

const NICE_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440];
const MOST_POINTS = 300;
/** Fewer events than this make a share that is mostly chance. */
const EVENTS_PER_POINT = 50;
const FEWEST_POINTS = 30;

/** Few enough points to be told apart, and enough events behind each, as far as that leaves a curve. */
const binMinutes = (bins: readonly Bin[], length: number, { kind, baseline }: Guardrail): number => {
  const isCounted = kind === 'rate' || (kind === 'latency' && baseline === undefined);
  const perMinute = bins.reduce((sum, { total }) => sum + total, 0) / length;
  const forEvents = isCounted && perMinute > 0 ? Math.min(EVENTS_PER_POINT / perMinute, length / FEWEST_POINTS) : 1;
  const least = Math.max(length / MOST_POINTS, forEvents);
  return NICE_MINUTES.find((minutes) => minutes >= least) ?? Math.ceil(least / 1440) * 1440;
};

const captionOf = ({ kind, metrics, levels, month }: Guardrail): string => {
  const mildest: { readonly metric: number; readonly text: string } | undefined = levels.at(-1);
  switch (kind) {
    case 'rate':
      return metrics[mildest?.metric ?? 0]?.weight === undefined ? 'share of bad events' : 'share of bad value';
    case 'latency':
      return `share of events over ${plain(mildest?.text ?? '')}`;
    case 'volume':
      return 'events a minute';
    case 'monthly':
      return `share of bad events in the ${month === undefined ? '' : 'calendar '}month so far`;
  }
};

/** Those on what is drawn: of a latency each level has a limit, and so a share, of its own. */
const limitsOf = (guardrail: Guardrail, old: Guardrail | undefined): readonly LimitLine[] => {
  const drawn = drawnMetric(guardrail);
  const lines = linesOn(guardrail, drawn, false);
  const others = old === undefined || old.baseline !== undefined ? [] : linesOn(old, drawn, true);
  return [
    ...lines,
    ...others.filter(
      (line) => !lines.some(({ severity, value }) => severity === line.severity && value === line.value),
    ),
  ];
};

/** That of the mildest level, as the trail counts it. */
const drawnMetric = ({ metrics, levels }: Guardrail): MetricId | undefined => {
  const metric = metrics[levels.at(-1)?.metric ?? 0];
  return metric && metricId(metric);
};

const linesOn = (
  { kind, levels, metrics }: Guardrail,
  drawn: MetricId | undefined,
  isOld: boolean,
): readonly LimitLine[] =>
  levels.flatMap(({ metric, severity, rate, text }): LimitLine[] => {
    const definition = metrics[metric];
    if (definition === undefined || metricId(definition) !== drawn) return [];
    const limit = kind === 'latency' ? `${percentText(rate)} over ${plain(text)}` : plain(text);
    return [{ label: `${isOld ? 'old ' : ''}${severity} ${limit}`, value: rate, isOld, severity }];
  });
