import Table from 'cli-table3';
import { countText } from '../../shared/core/message/format.ts';
import type { EpochMs } from '../../shared/core/units.ts';
import type { Counted } from '../../shared/ports/counts.ts';
import type { Alert } from '../local/alerts.ts';
import { clockTime } from '../print.ts';
import { incidentsIn } from './incidents.ts';
import { scenario } from './scenario.ts';

/** The distinct events between two moments, and the copies of them that were dropped. */
export type Counter = (from: EpochMs, to: EpochMs) => Promise<Pick<Counted, 'events' | 'duplicates'>>;

/** One row for each incident, from where it began to its last alert, and one for the whole run. */
export const summaryTable = async (alerts: readonly Alert[], end: EpochMs, count: Counter): Promise<string> => {
  const table = new Table({
    head: ['guardrail', 'group', 'opened', 'resolved', 'peak', 'events judged', 'duplicates dropped'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { guardrail, group, since, opened, resolved, peak, lastAt } of incidentsIn(alerts)) {
    const { events, duplicates } = await count(since, lastAt);
    table.push([
      guardrail,
      group,
      clockTime(opened),
      resolved === undefined ? 'open' : clockTime(resolved),
      peak,
      countText(events),
      countText(duplicates),
    ]);
  }
  const whole = await count(scenario.start, end);
  const times = [clockTime(scenario.start), clockTime(end)];
  table.push(['(whole run)', '', ...times, '', countText(whole.events), countText(whole.duplicates)]);
  return table.toString();
};
