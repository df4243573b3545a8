import { durationText } from './promql/duration.ts';
import type { Condition } from './promql/condition.ts';
import type { Limit } from './rule.ts';
import { Untranslatable } from './untranslatable.ts';

const tidy = (value: number): number => Number(value.toPrecision(12));

/** A share, 0 to 1, as a percentage. */
export const shareLimit = ({ direction, limit }: Condition): Limit => {
  if (!(limit > 0 && limit < 1))
    throw new Untranslatable(
      limit > 1
        ? `a share above ${tidy(limit * 100)}% is none; with 100 * a / b on the left the limit is a percentage, without it a share such as 0.05`
        : `a limit of ${tidy(limit * 100)}% leaves one side empty; write a small one, such as 0.1%`,
    );
  return { direction, value: limit, text: `${tidy(limit * 100)}%` };
};

export const latencyLimit = ({ direction, limit }: Condition, unitMs: number): Limit => {
  if (direction === 'below') throw new Untranslatable('a latency that falls below a limit is no fault');
  const value = tidy(limit * unitMs);
  if (!(value > 0)) throw new Untranslatable(`a latency above ${limit} is every latency`);
  return { direction, value, text: durationText(value) };
};

const perMinute = [
  ['s', 1 / 60],
  ['min', 1],
  ['h', 60],
] as const;

/** Events in a time, `inAMinute` of the unit of the limit: the unit that takes the fewest digits. */
export const volumeLimit = (
  { direction, limit, nothing }: Condition,
  inAMinute: number,
  windowMinutes: number,
): Limit => {
  // Half an event in the window: none is below it, and one is not.
  const value = nothing ? 0.5 / windowMinutes : limit * inAMinute;
  if (!(value > 0)) throw new Untranslatable(`a volume ${direction} ${limit} is every volume`);
  const [shortest = ''] = perMinute
    .map(([unit, minutes]) => `${tidy(value * minutes)}/${unit}`)
    .filter((text) => /^[\d.]+\//.test(text))
    .sort((left, right) => left.length - right.length);
  return { direction, value, text: shortest };
};
