import type { Guardrail } from './core/guardrail/guardrail.ts';

/** Names that the functions write and the alarms of infra read: an alarm on a name that nobody writes is silent for ever. */
export const metricNamespace = 'Parapet';

/**
 * By the `service` that they are written as. Each name costs its price once for each set of dimensions, so that here stands
 * only what an alarm or the dashboard reads, and all functions that take events write as one service. What is of interest
 * to a person who looks into something is in the log.
 */
export const metricNames = {
  evaluate: {
    /** 1 for each tick that judged every guardrail and advanced the tick item. */
    heartbeat: 'Heartbeat',
    /** Guardrails whose pattern has found no event for a day: they can never fire. */
    guardrailsUnmatched: 'GuardrailsUnmatched',
    /** SNS refused the message and its minimal form: a person must look at it. */
    notificationsSetAside: 'NotificationsSetAside',
    segmentsUnreadable: 'SegmentsUnreadable',
    /** Minutes that could be sealed and are not: they are read raw at every tick. */
    minutesBehind: 'MinutesBehind',
    /** Of the subscriptions that the stack made: those that are not confirmed, or gone. */
    subscriptionsMissing: 'SubscriptionsMissing',
  },
  ingest: {
    eventsStored: 'EventsStored',
    /** Of those stored: came when their minute may have been sealed, so that it is sealed again. */
    lateEvents: 'LateEvents',
    eventsRefused: 'EventsRefused',
  },
} as const;

export type MetricService = keyof typeof metricNames;
type NameIn<Service extends MetricService> = (typeof metricNames)[Service][keyof (typeof metricNames)[Service]];
export type MetricName = { [Service in MetricService]: NameIn<Service> }[MetricService];

/** Of the newest minutes, those over which the value of a guardrail is told that names no window of its own. */
export const VALUE_MINUTES = 5;

/** What is told of the whole of a guardrail at each tick, for the dashboard. */
export interface GuardrailMetric {
  readonly name: 'GuardrailValue' | 'GuardrailNormal';
  /** Of the metric, beside `stack`. */
  readonly dimensions: { readonly guardrail: string; readonly slowerThan?: string };
  readonly unit: 'Percent' | 'Milliseconds' | 'Count';
  /** Index into the guardrail's metrics. */
  readonly metric: number;
}

/**
 * The value, in the unit of its limits. A percentile with a fixed limit is told as what is tested of it, the share that is
 * slower, one for each limit. Limits that stand in the rules are no metric, they are drawn from there; one that follows
 * past weeks is a multiple of what is normal, which then is one too.
 */
export const guardrailMetrics = (guardrail: Guardrail): readonly GuardrailMetric[] => {
  const { id, kind, levels, baseline } = guardrail;
  const value = { name: 'GuardrailValue', dimensions: { guardrail: id }, unit: unitOf(guardrail), metric: 0 } as const;
  if (kind === 'latency' && baseline === undefined) {
    return levels.map(({ metric, text }) => ({ ...value, dimensions: { guardrail: id, slowerThan: text }, metric }));
  }
  return baseline === undefined ? [value] : [value, { ...value, name: 'GuardrailNormal' }];
};

const unitOf = ({ kind, baseline }: Guardrail): GuardrailMetric['unit'] => {
  switch (kind) {
    case 'rate':
    case 'monthly':
      return 'Percent';
    case 'latency':
      return baseline === undefined ? 'Percent' : 'Milliseconds';
    case 'volume':
      return 'Count';
  }
};
