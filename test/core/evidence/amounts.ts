import { type Window, windowOf } from '../../../shared/core/evidence/window.ts';
import type { Limit } from '../../../shared/core/guardrail/guardrail.ts';
import { addMinutes, ratio } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';
import type { Draw } from '../../support/draw.ts';

export const VALUE_LIMIT: Limit = { metric: 0, direction: 'above', rate: ratio(0.05), text: '5%' };

/** Ten minutes of payments with log-normal amounts; bad ones are `larger` times as large and hold the limit's share of value. */
export const valueWindow = (draw: Draw, events: number, sd: number, larger: number): Window => {
  const rate = VALUE_LIMIT.rate / (larger * (1 - VALUE_LIMIT.rate) + VALUE_LIMIT.rate);
  const [bad, total] = [new Float64Array(10), new Float64Array(10)];
  const value = {
    bad: new Float64Array(10),
    total: new Float64Array(10),
    badSquares: new Float64Array(10),
    totalSquares: new Float64Array(10),
    largestBad: new Float64Array(10),
  };
  const add = (to: Float64Array, at: number, what: number): void => {
    to[at] = (to[at] ?? 0) + what;
  };
  for (let event = 0; event < events; event++) {
    const at = event % 10;
    const isBad = draw.chance(rate);
    const amount = Math.round(draw.logNormal(5_000, sd) * (isBad ? larger : 1));
    add(total, at, 1);
    add(value.total, at, amount);
    add(value.totalSquares, at, amount ** 2);
    if (!isBad) continue;
    add(bad, at, 1);
    add(value.bad, at, amount);
    add(value.badSquares, at, amount ** 2);
    value.largestBad[at] = Math.max(value.largestBad[at] ?? 0, amount);
  }
  const from = addMinutes(THIS_MINUTE, -10);
  // The floor of the dispersion would hide what the sizes do.
  return { ...windowOf({ from, bad, total, value }, VALUE_LIMIT, from, THIS_MINUTE, 1), phi: 1 };
};
