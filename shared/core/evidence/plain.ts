import type { Limit, PlainEvidence } from '../guardrail/guardrail.ts';
import { addMinutes } from '../units.ts';
import { type Look, seriesFor } from './look.ts';
import type { Comparison, Proof } from './verdict.ts';
import { shareOf, windowOf } from './window.ts';

/**
 * The value over the window of the rule against each level, as Prometheus compares: strictly, without a test, and the
 * window is not cut by the horizon. What it proves is nothing; how long it must hold is for the member to count.
 */
export const compare = (look: Look, evidence: PlainEvidence): Comparison => {
  const broken = look.guardrail.levels.flatMap((level) => {
    const proof = valueAgainst(level, look, evidence);
    return proof !== undefined && isBeyond(proof, level) ? [{ severity: level.severity, proof }] : [];
  });
  const mildest = look.guardrail.levels.at(-1);
  const proof = mildest === undefined ? undefined : valueAgainst(mildest, look, evidence);
  return {
    kind: 'compared',
    broken,
    ...(proof === undefined ? undefined : { proof }),
    for: evidence.for,
    keepFiringFor: evidence.keepFiringFor,
  };
};

const isBeyond = ({ rate }: Proof, limit: Limit): boolean =>
  limit.direction === 'above' ? rate > limit.rate : rate < limit.rate;

/** Undefined where there are too few events to have a value. A volume always has one: no events are 0 a minute. */
const valueAgainst = (limit: Limit, look: Look, evidence: PlainEvidence): Proof | undefined => {
  const from = addMinutes(look.now, -evidence.windowMinutes);
  const window = windowOf(seriesFor(look, limit), { direction: 'above' }, from, look.now, 1);
  const isVolume = look.guardrail.kind === 'volume';
  if (!isVolume && window.total < Math.max(1, evidence.minEvents)) return undefined;
  const rate = isVolume ? window.total / evidence.windowMinutes : shareOf(window);
  // Events that all weigh nothing have no share of value.
  if (Number.isNaN(rate)) return undefined;
  const currency = look.guardrail.metrics[limit.metric]?.weight?.currency;
  const { value } = window;
  return {
    from,
    to: look.now,
    bad: isVolume ? 0 : window.bad,
    total: window.total,
    rate,
    limit: limit.rate,
    limitText: limit.text,
    ...(value === undefined || currency === undefined
      ? undefined
      : { value: { bad: value.bad, total: value.total, currency } }),
    phi: 1,
    probability: 1,
    alpha: 1,
  };
};
