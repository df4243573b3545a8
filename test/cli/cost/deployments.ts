import { loadGuardrails } from '../../../shared/core/guardrail/load.ts';
import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import type { Deployment, Watch } from '../../../cli/cost/deployment.ts';

/** Guardrails as somebody writes them: each a line of YAML in braces. */
export const guardrailsOf = (...lines: readonly string[]): readonly Guardrail[] => {
  const loaded = loadGuardrails(`guardrails:\n${lines.map((line) => `  - ${line}\n`).join('')}`, 'rules');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.guardrails;
};

export const RATE =
  '{ id: failures, kind: rate, bad: { outcome: [failed] }, by: [bank], warning: { above: 5% }, critical: { above: 15% } }';
export const VOLUME = '{ id: volume, kind: volume, critical: { below: 20/min } }';

/** A stack that does not watch itself. */
export const unwatched: Watch = { guardrailMetrics: false, alarmMetrics: 0, dashboards: 0, syntheticEvent: false };

/** A batch of a hundred each second, all of one minute and in time, judged by its volume alone. */
export const aDeployment = (overrides: Partial<Deployment> = {}): Deployment => ({
  eventsPerSecond: 100,
  eventsPerBatch: 100,
  minutesPerBatch: 1,
  via: 'http',
  lateBatches: 0,
  guardrails: guardrailsOf(VOLUME),
  groupsPerAttribute: 20,
  encryption: 'aws',
  watch: unwatched,
  ...overrides,
});
