import { groupText } from '../../../shared/core/message/plain-text.ts';
import type { Recording } from '../recording.ts';
import type { Scenario } from '../scenario.ts';
import type { AtCheck } from './check.ts';
import type { Failure, Miss } from './evaluate.ts';
import { messageLines } from './message-text.ts';
import { verdictKind, verdictReason } from './verdict-text.ts';

export const checkAt = (check: AtCheck, { rules, start }: Scenario, recording: Recording): Failure | undefined => {
  const { at, guardrail, group, placeOf } = check;
  const { state, observation, severity = 'none', incident, decision } = recording.at(at, guardrail, group);
  const kind = rules.guardrails.find(({ id }) => id === guardrail)?.kind ?? 'rate';
  const verdict = observation === undefined ? 'absent' : verdictKind(observation.verdict);
  const why =
    observation === undefined
      ? `nothing of ${groupText(group)} was seen`
      : verdictReason(observation.verdict, kind, start);
  const context = [
    `it was ${state}, ${verdict}: ${why}`,
    `the decision: ${decision}`,
    ...messageLines(recording.messages.filter((message) => message.at <= at)),
  ];
  const got = { state, verdict, severity, incident };
  const misses: Miss[] = [];
  for (const key of ['state', 'verdict', 'severity', 'incident'] as const) {
    const expected = check[key];
    if (expected !== undefined && expected !== got[key])
      misses.push({ place: placeOf(key), expected: `${key} ${expected}`, got: `${key} ${got[key]}` });
  }
  const { reason } = check;
  if (reason !== undefined && !why.includes(reason) && !decision.includes(reason))
    misses.push({ place: placeOf('reason'), expected: `a reason with ${JSON.stringify(reason)}`, got: why });
  return misses.length === 0 ? undefined : { misses, context };
};
