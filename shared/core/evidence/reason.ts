/** A share as a person reads it: three digits, `33.3%`. */
export const asPercent = (share: number): string => `${Number((share * 100).toPrecision(3))}%`;
/** A chance, or a count with a fraction: two digits. */
export const asChance = (chance: number): string => String(Number(chance.toPrecision(2)));
