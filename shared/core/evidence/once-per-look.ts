import type { Look } from './look.ts';

/**
 * Keeps what was worked out for a look until that look is forgotten: every level asks for the same windows, and both of
 * its tests do. Past weeks of hundreds of groups are read at every tick.
 */
export const oncePerLook = <Value>(): ((look: Look, key: string, work: () => Value) => Value) => {
  const known = new WeakMap<Look, Map<string, Value>>();
  return (look, key, work) => {
    const values = known.get(look) ?? new Map<string, Value>();
    known.set(look, values);
    const found = values.get(key);
    if (found !== undefined) return found;
    const value = work();
    values.set(key, value);
    return value;
  };
};
