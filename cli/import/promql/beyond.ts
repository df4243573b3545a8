import { Untranslatable } from '../untranslatable.ts';
import { type Beyond, type Expression, within } from './expression.ts';

/** Throws where an expression has anything in it that no guardrail can mean, and says what to write instead. */
export const refuseWhatIsBeyond = (expression: Expression): void => {
  for (const part of within(expression)) {
    const reason = reasonAgainst(part);
    if (reason !== undefined) throw new Untranslatable(reason);
  }
};

const reasonAgainst = (part: Expression): string | undefined => {
  switch (part.kind) {
    case 'beyond':
      return whatIsBeyond[part.what];
    case 'call':
      return known.has(part.name)
        ? undefined
        : (insteadOf.get(part.name) ?? `${part.name}(): a guardrail compares counts, shares of counts and percentiles`);
    case 'aggregate':
      return part.name === 'sum'
        ? undefined
        : `${part.name}() of series: only sum() counts events; each value of an attribute under by is judged on its own`;
    case 'binary':
      return part.matching
        ? `${part.operator} with on, ignoring or group_left joins series that are counted apart; write a share as sum by (...) (...) / sum by (...) (...) with the same labels`
        : insteadOf.get(part.operator);
    case 'selector':
      return part.metric.includes(':')
        ? `${part.metric} is the result of a recording rule; put its expression in its place`
        : undefined;
    case 'number':
    case 'text':
    case 'negative':
      return undefined;
  }
};

const whatIsBeyond: Readonly<Record<Beyond, string>> = {
  subquery: 'a subquery judges what was judged before; for and keepFiringFor hold a limit instead',
  offset:
    'offset compares with the past; write baseline: { weeks: 4 } with a limit such as 50% of baseline, which is proven and not compared',
  '@': '@ looks at a fixed time',
  'computed duration': 'a window that is computed; write it out, such as [5m]',
  modifier: 'a form of PromQL that is too new for this translation',
};

const known = new Set(['rate', 'increase', 'histogram_quantile', 'vector']);

const insteadOf = new Map([
  [
    'absent',
    'absent() asks whether a series is there; events that stop are told of anyway, and what must come is kind: volume with critical: { below: 1/min }',
  ],
  [
    'absent_over_time',
    'absent_over_time() asks whether a series is there; what must come is kind: volume with critical: { below: 1/min }',
  ],
  [
    'predict_linear',
    'predict_linear() looks ahead; an objective tells how fast its budget is spent, and a monthly guardrail where the month will end',
  ],
  ['irate', 'irate() looks at the last two scrapes; write rate() over whole minutes'],
  ['delta', 'delta() is for gauges, and events are counted'],
  ['deriv', 'deriv() is for gauges, and events are counted'],
  ['changes', 'changes() is for gauges, and events are counted'],
  ['label_replace', 'label_replace() makes labels that events do not have'],
  ['label_join', 'label_join() makes labels that events do not have'],
  ['time', 'time() looks at the clock; a weekly silence leaves hours out'],
  ['hour', 'hour() looks at the clock; a weekly silence leaves hours out'],
  ['day_of_week', 'day_of_week() looks at the clock; a weekly silence leaves days out'],
  [
    'unless',
    'unless takes series away that another rule has; there is one incident for all that is broken of a guardrail',
  ],
]);
