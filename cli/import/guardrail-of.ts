import { cut, listText } from '../../shared/core/message/plain-text.ts';
import { commonName, type Ids } from './ids.ts';
import type { Levels } from './pairs.ts';
import type { Translated } from './translate.ts';

/** A guardrail that took the place of one alert or two. */
export interface Imported {
  readonly id: string;
  readonly alerts: readonly Translated['alert'][];
  /** Its keys as guardrails.yaml has them, in the order of writing. */
  readonly guardrail: Readonly<Record<string, unknown>>;
  readonly checks: readonly string[];
  /** Which form would tell more than the comparison. */
  readonly better: string;
}

export const guardrailOf = (levels: Levels, ids: Ids): Imported => {
  const [first, second] = levels;
  const { meaning, holds, about } = first;
  const name = second === undefined ? first.alert.name : commonName(first.alert.name, second.alert.name);
  const id = ids.next(name);
  const { kind, of, bad, percentile, by, minEvents } = meaning;
  const guardrail = {
    id,
    ...(name !== '' && { name: cut(name, 80) }),
    ...about,
    kind,
    ...(percentile !== undefined && { percentile }),
    ...(Object.keys(of).length > 0 && { of: plainest(of) }),
    ...(bad !== undefined && { bad: plainest(bad) }),
    ...(by.length > 0 && { by }),
    evidence: 'none',
    window: holds.window,
    ...(minEvents !== undefined && { minEvents }),
    ...(holds.for !== undefined && { for: holds.for }),
    ...(holds.keepFiringFor !== undefined && { keepFiringFor: holds.keepFiringFor }),
    ...Object.fromEntries(
      levels.toReversed().map(({ severity, meaning: { limit } }) => [severity, { [limit.direction]: limit.text }]),
    ),
  };
  return {
    id,
    alerts: levels.map(({ alert }) => alert).sort((left, right) => left.line - right.line),
    guardrail,
    checks: [...new Set(levels.flatMap(({ checks }) => checks))],
    better: betterForm(guardrail, meaning),
  };
};

/** One value without its list. */
const plainest = (pattern: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(pattern).map(([field, values]): [string, unknown] => [
      field,
      Array.isArray(values) && values.length === 1 ? (values[0] as unknown) : values,
    ]),
  );

const betterForm = (guardrail: Readonly<Record<string, unknown>>, { kind, limit }: Translated['meaning']): string => {
  const rest = listText(['evidence', 'window', 'minEvents', 'for', 'keepFiringFor'].filter((key) => key in guardrail));
  switch (kind) {
    case 'rate':
      return `without ${rest} the limit is proven broken and proven kept, whatever the window; a promise over a month is an objective: 99.9%`;
    case 'latency':
      return `without ${rest} it is proven that too many are slow, whatever the window; or baseline: { weeks: 4 } with 2x baseline`;
    case 'volume':
      return `without ${rest} a ${limit.direction === 'below' ? 'fall' : 'rise'} is proven, whatever the window; with baseline: { weeks: 4 } the limit is one such as ${limit.direction === 'below' ? '50% of' : '2x'} baseline, by night and by day`;
  }
};
