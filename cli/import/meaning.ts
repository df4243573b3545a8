import { groupsOf } from './labels.ts';
import { volumeLimit } from './limits.ts';
import { refuseWhatIsBeyond } from './promql/beyond.ts';
import { type Condition, conditionsOf } from './promql/condition.ts';
import { summedRate } from './promql/counted.ts';
import { parsePromql } from './promql/parse.ts';
import { percentileMeaning } from './percentile.ts';
import { ratioMeaning, selected } from './ratio.ts';
import type { Meaning } from './rule.ts';
import { Untranslatable } from './untranslatable.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What an alert expression means as a guardrail. Throws {@link Untranslatable} with the reason where it means none. */
export const meaningOf = (promql: string, words: Vocabulary, checks: Set<string>): Meaning => {
  const expression = parsePromql(promql);
  refuseWhatIsBeyond(expression);
  const conditions = conditionsOf(expression).map((condition) => ({
    condition,
    meaning: conditionMeaning(condition, words, checks),
  }));
  const [first, second, ...others] = conditions;
  if (first === undefined || others.length > 0) throw new Untranslatable('and of more than two conditions');
  if (second === undefined) return first.meaning;
  const [main, gate] = first.meaning.kind === 'volume' ? [second, first] : [first, second];
  return { ...main.meaning, minEvents: leastEvents(main.meaning, gate.meaning, gate.condition) };
};

const conditionMeaning = (condition: Condition, words: Vocabulary, checks: Set<string>): Meaning => {
  const { core } = condition;
  if (condition.orEqual && !condition.nothing)
    checks.add('a limit that is just reached is not broken, as with > and <');
  if (core.kind === 'ratio') return ratioMeaning(core.numerator, core.denominator, condition, words, checks);
  const { of } = core;
  if (of.kind === 'call' && of.name === 'histogram_quantile')
    return percentileMeaning(of.args, condition, words, checks);
  const { selector, windowMs, per, by } = summedRate(of);
  const windowMinutes = windowMs / 60_000;
  return {
    kind: 'volume',
    of: selected(selector, words, checks),
    by: groupsOf(by, words, checks),
    windowMs,
    limit: volumeLimit(condition, per === 'second' ? 60 : 1 / windowMinutes, windowMinutes),
  };
};

/** `and sum(rate(b[5m])) > 1` beside a share of b: only where there is something to judge. That is what minEvents says. */
const leastEvents = (main: Meaning, gate: Meaning, { direction, orEqual }: Condition): number => {
  if (main.kind === 'rate' && gate.kind === 'rate' && isSame([main.of, main.bad], [gate.of, gate.bad]))
    throw new Untranslatable(
      'a share over two windows is a burn rate; write objective: 99.9%, whose burn rates are judged over theirs',
    );
  const isGate = gate.kind === 'volume' && main.kind !== 'volume' && direction === 'above';
  if (!isGate || gate.windowMs !== main.windowMs || !isSame([main.of, main.by], [gate.of, gate.by]))
    throw new Untranslatable(
      'and joins two conditions; only one on the number of the same events, over the same window and labels, has a counterpart (minEvents)',
    );
  const events = Number(((gate.limit.value * gate.windowMs) / 60_000).toPrecision(9));
  return orEqual ? Math.max(1, Math.ceil(events)) : Math.floor(events) + 1;
};

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
