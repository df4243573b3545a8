import { loadScenario } from '../../../cli/scenario/load/load-scenario.ts';
import type { Scenario } from '../../../cli/scenario/scenario.ts';
import { Arrivals } from '../../../cli/scenario/traffic/arrivals.ts';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';

/** A scenario file with these lines under `events`, and other keys where a test is about them. */
export const scenarioText = (
  events: readonly string[],
  { expect = ['quiet: 00:00..00:10'], more = '' }: { readonly expect?: readonly string[]; readonly more?: string } = {},
): string =>
  [
    'name: A scenario',
    'guardrails:',
    '  - { id: failures, kind: rate, bad: { outcome: [failed] }, by: [bank], critical: { above: 15% } }',
    '  - { id: payments, kind: volume, critical: { above: 500/min } }',
    more,
    'events:',
    ...events.map((line) => `  - ${line}`),
    'expect:',
    ...expect.map((check) => `  - { ${check} }`),
    '',
  ].join('\n');

/** Those of a text that must load. */
export const aScenario = async (text: string): Promise<Scenario> => {
  const loaded = await loadScenario(text, 'scenario.yaml');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.scenario;
};

/** Of one that must not: `line:column: message`. */
export const problemsOf = async (text: string): Promise<readonly string[]> => {
  const loaded = await loadScenario(text, 'scenario.yaml');
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^scenario\.yaml:/, ''));
};

/** The batches of each minute up to the end, as they arrive. */
export const arrivalsOf = (scenario: Scenario, from = 0): readonly (readonly (readonly PaymentEvent[])[])[] => {
  const arrivals = new Arrivals(scenario);
  return Array.from({ length: scenario.end - from }, (_, index) => arrivals.in(from + index));
};

/** Every event that arrives, in order, copies too. */
export const eventsOf = async (events: readonly string[], more = ''): Promise<readonly PaymentEvent[]> =>
  arrivalsOf(await aScenario(scenarioText(events, { more }))).flat(2);
