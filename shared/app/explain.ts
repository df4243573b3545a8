import { type Counting, countingOf, type Proven, symptoms } from '../core/explain/counted.ts';
import type { Findings } from '../core/explain/explanation.ts';
import type { Guardrail } from '../core/guardrail/guardrail.ts';
import { isEnd, type Notification } from '../core/incident/notification.ts';
import type { GroupKey } from '../core/rollup/series.ts';
import { addMinutes, epochMinute, type EpochMs, minuteOf } from '../core/units.ts';
import type { SegmentStore } from '../ports/segments.ts';
import { type ExplainBudgets, explainBudgets } from './explain-budgets.ts';
import { ImpactReader } from './explain-impact.ts';
import { PercentileReader, RemainderReader } from './explain-members.ts';
import { type Who, whoOf, whoReaders, type WhoSearch } from './explain-who.ts';
import { type MinuteReader, type MinuteSpan, readNewestFirst } from './read-newest.ts';

/**
 * What only the raw events can tell about a message that is to go out: who is behind it, what it has cost, ids to look
 * up. `groups` are those that were broken at any time of the incident. Reads minutes backwards, one in memory at a time,
 * within {@link explainBudgets}. Throws when the store does: the message then goes without.
 */
export const explainNotification = async (
  notification: Notification,
  groups: readonly GroupKey[],
  guardrail: Guardrail,
  segments: SegmentStore,
  asOf: EpochMs,
  budgets: ExplainBudgets = explainBudgets,
): Promise<Findings> => {
  const { members } = notification;
  const proven = [...members, notification.peak];
  const search = searchFor(notification, guardrail, proven);
  const who = search === undefined ? undefined : whoReaders(search, budgets);
  const impact = impactReader(notification, groups, countingOf(guardrail, undefined, proven), budgets);
  const percentiles = new PercentileReader(guardrail, members, budgets);
  const readers: MinuteReader[] = [who?.whole, who?.group, impact, percentiles].filter(
    (reader) => reader !== undefined,
  );
  await readNewestFirst(segments, spanOf(notification, budgets), readers, asOf);

  const found = search === undefined || who === undefined ? noSearch(notification, guardrail) : whoOf(search, who);
  const cost = impact?.impact;
  const remainders =
    found?.explanation.kind === 'named'
      ? new RemainderReader(guardrail, members, found.explanation.culprits, budgets)
      : undefined;
  // Read again, since who is left out is known only now; the windows that speak are short where traffic is heavy.
  if (remainders !== undefined) await readNewestFirst(segments, spanOf(notification, budgets), [remainders], asOf);
  return {
    ...(found === undefined ? undefined : { who: found.explanation }),
    ...(cost === undefined ? undefined : { impact: cost }),
    examples: found?.examples ?? [],
    percentiles: percentiles.percentiles,
    remainders: remainders?.remainders ?? new Map(),
  };
};

/** Undefined where nobody is asked for: after an end, of a volume, and where no member is broken now. */
const searchFor = (
  notification: Notification,
  guardrail: Guardrail,
  proven: readonly Proven[],
): WhoSearch | undefined => {
  const { reason, members, since } = notification;
  const [first] = members;
  if (first === undefined || isEnd(reason) || guardrail.kind === 'volume') return undefined;
  const { group, severity, proof } = first;
  return {
    group,
    counting: countingOf(guardrail, severity, proven),
    leftOut: symptoms(guardrail),
    window: { from: proof.from, to: proof.to },
    before: epochMinute(Math.min(since, proof.from)),
  };
};

const noSearch = ({ reason }: Notification, { kind }: Guardrail): Who | undefined =>
  kind === 'volume' && !isEnd(reason)
    ? { explanation: { kind: 'unknown', reason: 'a volume has no bad events to search' }, examples: [] }
    : undefined;

const impactReader = (
  { reason, since, until, at }: Notification,
  groups: readonly GroupKey[],
  counting: Counting,
  budgets: ExplainBudgets,
): ImpactReader | undefined =>
  // What is missing is not counted where nobody knows whether anything should have come.
  counting.metric.bad.kind === 'none' && reason === 'stale'
    ? undefined
    : new ImpactReader(groups, counting, { from: since, to: until ?? minuteOf(at) }, budgets);

/** From the oldest minute that anyone may want to the newest. */
const spanOf = ({ since, until, at, members }: Notification, budgets: ExplainBudgets): MinuteSpan => ({
  from: addMinutes(epochMinute(Math.min(since, ...members.map(({ proof }) => proof.from))), -budgets.referenceMinutes),
  to: epochMinute(Math.max(until ?? minuteOf(at), ...members.map(({ proof }) => proof.to))),
});
