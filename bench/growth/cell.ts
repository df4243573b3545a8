import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';

/** One place in the table: what a tick looks at. */
export interface Cell {
  readonly perSecond: number;
  /** Banks that payments come from. */
  readonly groups: number;
  readonly guardrails: number;
  readonly window: string;
}

export const atRest: Cell = { perSecond: 1000, groups: 100, guardrails: 3, window: '1 day' };

/** How a guardrail looks so far back and no further, or further beside what all proof looks at, a day. */
const windows: ReadonlyMap<string, string> = new Map([
  ['5 min', 'evidence: none, window: 5m, critical: { above: 50% }'],
  ['1 day', 'critical: { above: 50% }'],
  ['3 days', 'objective: 95%'],
  ['7 days', 'objective: 90%, burn: { critical: [{ factor: 1.1, long: 7d, short: 14h }] }'],
  ['4 weeks', 'baseline: { weeks: 4, timezone: Asia/Shanghai }, critical: { above: 10x baseline }'],
]);

/** Each counts payments of its own, so that no two share their rollups. */
export const guardrailsOf = ({ guardrails, window }: Cell): readonly Guardrail[] => {
  const judged = windows.get(window);
  if (judged === undefined) throw new Error(`expected one of ${[...windows.keys()].join(', ')}, got ${window}`);
  const rules = Array.from(
    { length: guardrails },
    (_, index) =>
      `  - { id: g${index}, name: G, kind: rate, bad: { outcome: failed, reason: [network_error, x${index}] }, by: [bank], ${judged} }`,
  );
  const loaded = loadGuardrails(`guardrails:\n${rules.join('\n')}\n`, 'bench');
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.guardrails;
};

/** Ticks of one evaluator: the first has read nothing before. */
export const TICKS = 6;
