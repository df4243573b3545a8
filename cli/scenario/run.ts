import { addMinutes, hourOf, MINUTES_PER_HOUR } from '../../shared/core/units.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { Replay } from '../replay/replay.ts';
import { ScenarioFault } from './fault.ts';
import { Recording } from './recording.ts';
import type { Scenario } from './scenario.ts';
import { Arrivals } from './traffic/arrivals.ts';

/** Plays a scenario through the engine, a tick each minute. Throws ScenarioFault where its events turn out to be wrong. */
export const runScenario = async (scenario: Scenario): Promise<Recording> => {
  const { start, end, rules, checks, history } = scenario;
  const arrivals = new Arrivals(scenario);
  const recording = new Recording(checks.flatMap((check) => (check.kind === 'at' ? [check.at] : [])));
  // What came before begins an hour earlier, with hours that are known whole.
  const oldest = Math.min(0, ...history.map(({ span }) => span.from - MINUTES_PER_HOUR));
  const replay = new Replay(rules, oldest < 0 ? hourOf(addMinutes(start, oldest)) : start);
  while (replay.now < addMinutes(start, end)) {
    const minute = replay.now - start;
    for (const batch of arrivals.in(minute)) await replay.take(encodeBatch(batch).segments);
    // What came before is only there to be known.
    if (minute < 0) await replay.pass();
    else recording.see(minute + 1, await replay.tick());
  }
  const [unused] = arrivals.unused;
  if (unused !== undefined)
    throw new ScenarioFault(unused.place, 'expected to change an event, found none in its span');
  return recording;
};
