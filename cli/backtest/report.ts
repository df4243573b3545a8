import Table from 'cli-table3';
import type { Severity } from '../../shared/core/guardrail/guardrail.ts';
import { countOf, countText, durationText } from '../../shared/core/message/format.ts';
import { groupText, listText } from '../../shared/core/message/plain-text.ts';
import { bold } from '../print.ts';
import { type Difference, isEmpty, type Match } from './difference.ts';
import type { LoggedIncident } from './incident-log.ts';
import { historyNotes } from './history-notes.ts';
import type { Reading } from './read-events.ts';
import type { Backtest, Outcome } from './run.ts';
import { fromToText, peakText, shiftText, spanText, timeText } from './words.ts';

/** What a person reads of a backtest. `reading` is missing where stored segments were replayed. */
export const reportText = (
  source: string,
  backtest: Backtest,
  difference: Difference | undefined,
  reading: Reading | undefined,
): string => {
  const [outcome, against] = backtest.outcomes;
  if (outcome === undefined) throw new RangeError('a backtest has one rules file at least');
  return [
    bold(
      `${source}: ${fromToText(backtest.from, backtest.to)} UTC, ${countOf(backtest.ticks, 'minute')} judged by ${outcome.named.name}`,
    ),
    ...eventLines(backtest, outcome, reading),
    ...notesOf(backtest, outcome),
    '',
    ...incidentLines(backtest, outcome),
    ...(against === undefined || difference === undefined
      ? []
      : ['', ...differenceLines(outcome, against, difference)]),
  ].join('\n');
};

const eventLines = (
  { events, duplicates, conflicts }: Backtest,
  { tooLate }: Outcome,
  reading: Reading | undefined,
): string[] => {
  const counts = [
    countOf(events, 'event'),
    ...some(duplicates, 'copy of another dropped', 'copies of others dropped'),
    ...some(conflicts, 'with the id of another and other contents', 'with the id of another and other contents'),
    ...some(reading?.outside ?? 0, 'outside of the period', 'outside of the period'),
    ...some(reading?.invalid ?? 0, 'that is no event', 'that are no events'),
    ...some(
      (reading?.late ?? 0) - tooLate,
      'came late and was counted when it came',
      'came late and were counted when they came',
    ),
    ...some(
      tooLate,
      'came so late that it counts nowhere',
      'came so late that they count nowhere: sort the events by time',
    ),
  ];
  return [counts.join('; ')];
};

const some = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${countText(count)} ${count === 1 ? one : many}`];

const notesOf = (backtest: Backtest, outcome: Outcome): string[] =>
  historyNotes(backtest, outcome).map(
    ({ guardrail, until, reason }) =>
      `note: ${guardrail} had no verdict ${until === undefined ? 'at all' : `before ${timeText(until)}`}: ${reason}`,
  );

const incidentLines = (backtest: Backtest, { named, incidents, messages }: Outcome): string[] => {
  const total = `${countOf(incidents.length, 'incident')}, ${countOf(messages, 'message')}`;
  if (incidents.length === 0) return [total];
  const kinds = new Map(named.rules.guardrails.map(({ id, kind }) => [id, kind]));
  const table = plainTable(
    ['guardrail', 'incident', 'severity', 'peak', 'members', 'messages'],
    [null, null, null, 32, 26, null],
  );
  for (const incident of incidents) {
    const { guardrail, opened, resolved, severity, peak, groups } = incident;
    table.push([
      guardrail,
      `${spanText(incident)}\n${durationText((resolved ?? backtest.to) - opened)}`,
      severity,
      peakText(kinds.get(guardrail) ?? 'rate', peak),
      listText(groups.map(groupText)),
      String(incident.messages),
    ]);
  }
  return [table.toString(), total];
};

const differenceLines = (outcome: Outcome, against: Outcome, difference: Difference): string[] => {
  const { onlyOld, onlyNew, changed, same } = difference;
  const heading = bold(
    `Against ${against.named.name}: ${countOf(against.incidents.length, 'incident')}, ${countOf(against.messages, 'message')}`,
  );
  if (isEmpty(difference)) return [heading, 'no differences'];
  const table = plainTable(['guardrail', `with ${against.named.name}`, `with ${outcome.named.name}`, 'difference'], []);
  const rows = [
    ...onlyOld.map((match) => [match, 'opened by the old rules only'] as const),
    ...onlyNew.map((match) => [match, 'opened by the new rules only'] as const),
    ...changed.map((match) => [match, changeText(match)] as const),
  ];
  for (const [match, text] of rows) table.push([match.guardrail, sideText(match.old), sideText(match.new), text]);
  return [heading, table.toString(), ...(same.length === 0 ? [] : [`${countOf(same.length, 'other')} the same`])];
};

const sideText = (incidents: readonly LoggedIncident[]): string =>
  incidents.map((incident) => `${spanText(incident)}, ${incident.severity}`).join('\n');

/** `opened 3 minutes later, 5 minutes shorter, critical -> warning`. */
const changeText = ({ old, new: now, shift }: Match): string => {
  const opened = shiftText(shift?.opened ?? 0, 'later', 'earlier');
  const resolved = shiftText(shift?.resolved ?? 0, 'later', 'earlier');
  const changes = [
    opened === undefined ? undefined : `opened ${opened}`,
    resolved === undefined ? undefined : `resolved ${resolved}`,
    shiftText(shift?.lasted ?? 0, 'longer', 'shorter'),
    old.length === now.length ? undefined : `${countOf(old.length, 'incident')} -> ${now.length}`,
    change(worstOf(old), worstOf(now)),
    change(membersOf(old), membersOf(now), 'members '),
    change(messagesOf(old), messagesOf(now), 'messages '),
  ].filter((text) => text !== undefined);
  return changes.join('\n');
};

const change = (before: string | number, after: string | number, of = ''): string | undefined =>
  before === after ? undefined : `${of}${before} -> ${after}`;

const worstOf = (incidents: readonly LoggedIncident[]): Severity =>
  incidents.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning';
const membersOf = (incidents: readonly LoggedIncident[]): number =>
  new Set(incidents.flatMap(({ groups }) => groups)).size;
const messagesOf = (incidents: readonly LoggedIncident[]): number =>
  incidents.reduce((sum, { messages }) => sum + messages, 0);

const plainTable = (head: string[], colWidths: (number | null)[]) =>
  new Table({ head, colWidths, wordWrap: true, style: { head: [], border: [] } });
