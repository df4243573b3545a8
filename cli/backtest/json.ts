import type { Proof } from '../../shared/core/evidence/verdict.ts';
import { isoText } from '../../shared/core/message/format.ts';
import { type EpochMinute, startOf } from '../../shared/core/units.ts';
import type { Difference, Match } from './difference.ts';
import { historyNotes } from './history-notes.ts';
import type { LoggedIncident } from './incident-log.ts';
import type { Reading } from './read-events.ts';
import type { Backtest, Outcome } from './run.ts';

/** What a program reads of a backtest: one object, documented in docs/backtest.md. */
export const reportJson = (
  source: string,
  backtest: Backtest,
  difference: Difference | undefined,
  reading: Reading | undefined,
  seconds: number,
): object => {
  const { from, to, ticks, events, duplicates, conflicts } = backtest;
  const [outcome, against] = backtest.outcomes;
  return {
    source,
    from: iso(from),
    to: iso(to),
    ticks,
    events,
    duplicates,
    conflicts,
    outside: reading?.outside ?? 0,
    invalid: reading?.invalid ?? 0,
    late: reading?.late ?? 0,
    tooLate: outcome?.tooLate ?? 0,
    problems: reading?.problems ?? [],
    seconds: Number(seconds.toFixed(3)),
    eventsPerSecond: Math.round(events / seconds),
    rules: outcome && outcomeJson(backtest, outcome),
    ...(against === undefined ? undefined : { against: outcomeJson(backtest, against) }),
    ...(difference === undefined ? undefined : { difference: differenceJson(difference) }),
  };
};

const outcomeJson = (backtest: Backtest, outcome: Outcome): object => ({
  file: outcome.named.name,
  messages: outcome.messages,
  incidents: outcome.incidents.map(incidentJson),
  guardrails: outcome.named.rules.guardrails.map(({ id }) => {
    const { ticks, conclusive, first } = outcome.verdictsOf(id);
    return { id, ticks, conclusive, firstVerdict: first === undefined ? null : iso(first) };
  }),
  withoutHistory: historyNotes(backtest, outcome).map(({ guardrail, until, reason }) => ({
    guardrail,
    until: until === undefined ? null : iso(until),
    reason,
  })),
});

const incidentJson = (incident: LoggedIncident): object => ({
  id: incident.id,
  guardrail: incident.guardrail,
  since: iso(incident.since),
  opened: iso(incident.opened),
  resolved: incident.resolved === undefined ? null : iso(incident.resolved),
  minutes: incident.resolved === undefined ? null : incident.resolved - incident.opened,
  severity: incident.severity,
  peak: { group: incident.peak.group, ...proofJson(incident.peak.proof) },
  members: incident.groups,
  messages: incident.messages,
  reopenings: incident.reopenings,
});

const proofJson = ({ from, to, bad, total, rate, limit, limitText }: Proof): object => ({
  from: iso(from),
  to: iso(to),
  bad,
  total,
  rate,
  limit,
  limitText,
});

const differenceJson = ({ onlyOld, onlyNew, changed, same }: Difference): object => ({
  onlyOld: onlyOld.map(matchJson),
  onlyNew: onlyNew.map(matchJson),
  changed: changed.map(matchJson),
  same: same.map(matchJson),
});

const matchJson = ({ guardrail, old, new: now, shift }: Match): object => ({
  guardrail,
  old: old.map(({ id }) => id),
  new: now.map(({ id }) => id),
  ...(shift === undefined
    ? undefined
    : { openedLater: shift.opened, resolvedLater: shift.resolved ?? null, longer: shift.lasted }),
});

const iso = (minute: EpochMinute): string => isoText(startOf(minute));
