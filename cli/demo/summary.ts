import Table from 'cli-table3';
import type { TickReport } from '../../shared/app/evaluate.ts';
import { countText } from '../../shared/core/message/format.ts';
import type { EpochMs } from '../../shared/core/units.ts';
import type { Alert } from '../local/alerts.ts';
import { clockTime } from '../print.ts';
import { incidentsIn } from './incidents.ts';
import { scenario } from './scenario.ts';

/**
 * One row for each incident, one for the whole run. The evaluator counts over its window, which is longer than the demo;
 * what it counted while an incident lasted is the difference of two ticks.
 */
export const summaryTable = (alerts: readonly Alert[], reports: readonly TickReport[]): string => {
  const table = new Table({
    head: ['guardrail', 'group', 'opened', 'resolved', 'peak', 'events judged', 'duplicates dropped'],
    colAligns: ['left', 'left', 'left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const countedUntil = (time: EpochMs) => reports.findLast(({ tick }) => tick <= time) ?? { events: 0, duplicates: 0 };
  for (const { guardrail, group, since, opened, resolved, peak, lastAt } of incidentsIn(alerts)) {
    const [before, after] = [countedUntil(since), countedUntil(lastAt)];
    table.push([
      guardrail,
      group,
      clockTime(opened),
      resolved === undefined ? 'open' : clockTime(resolved),
      peak,
      countText(after.events - before.events),
      countText(after.duplicates - before.duplicates),
    ]);
  }
  const last = reports.at(-1);
  const whole = [clockTime(scenario.start), last === undefined ? '' : clockTime(last.tick)];
  table.push(['(whole run)', '', ...whole, '', countText(last?.events ?? 0), countText(last?.duplicates ?? 0)]);
  return table.toString();
};
