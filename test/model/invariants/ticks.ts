import { limits } from '../../../shared/core/limits.ts';
import type { Call, Effect } from '../record.ts';
import { hold } from './fail.ts';

/** What one invocation may do: tell little, and account for every guardrail. */
export const checkTick = (call: Call, effects: readonly Effect[]): void => {
  const own = effects.filter((effect) => effect.call === call);
  const told = own.flatMap((effect) => (effect.kind === 'sent' ? effect.told.map(({ guardrail }) => guardrail) : []));
  hold(new Set(told).size === told.length, 'a guardrail is told of once in a tick', () => told);

  const isDigestRefused = own.some(
    ({ kind, ...effect }) => kind === 'refused' && 'told' in effect && effect.told.length > 1,
  );
  const sent = own.filter(({ kind }) => kind === 'sent').length;
  // Those of a digest that SNS will never take are sent one by one, since the next tick would meet the same.
  hold(isDigestRefused || sent <= limits.messagesPerTick, 'a tick sends few messages', () => sent);

  const { report } = call;
  if (report === undefined || report.status === 'old') return;
  const failed = new Set(report.failures.map(({ guardrail }) => guardrail));
  hold(call.fails || failed.size === 0, 'no guardrail fails by itself', () => report);
  for (const { id } of call.guardrails) {
    hold(failed.has(id) || (report.decisions[id] ?? '') !== '', 'each guardrail has a reason', () => ({ id, report }));
  }
};
