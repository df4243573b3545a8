import type { Translated } from './translate.ts';

/** A guardrail in the making: one alert, or two that differ in nothing but how bad it is. Worst first. */
export type Levels = readonly [Translated, ...(readonly Translated[])];

/** Puts alerts together that differ only in threshold and severity, in the order of the file. */
export const paired = (translated: readonly Translated[]): readonly Levels[] => {
  const pairs: [Translated, ...Translated[]][] = [];
  for (const each of translated) {
    const partner = pairs.find(([other, ...more]) => more.length === 0 && isOtherLevelOf(each, other));
    if (partner === undefined) pairs.push([each]);
    else if (each.severity === 'critical') partner.unshift(each);
    else partner.push(each);
  }
  return pairs;
};

const isOtherLevelOf = (left: Translated, right: Translated): boolean => {
  if (left.severity === right.severity || asText(left) !== asText(right)) return false;
  const [critical, warning] = left.severity === 'critical' ? [left, right] : [right, left];
  const { direction, value } = critical.meaning.limit;
  const milder = warning.meaning.limit;
  // A warning at the limit of the critical one, or beyond it, would never be told by itself.
  return direction === milder.direction && (direction === 'above' ? value > milder.value : value < milder.value);
};

const asText = ({ meaning, holds }: Translated): string => JSON.stringify([{ ...meaning, limit: undefined }, holds]);
