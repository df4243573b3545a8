import { decodeOrNone, type DecodeRollup } from '../../shared/app/read-rollups.ts';
import type { Rollup } from '../../shared/core/rollup/rollup.ts';

/** Counts of groups that are held decoded, some 200 bytes each. */
const MOST_GROUPS = 400_000;

/**
 * Decodes the same bytes once: each tick reads the minutes of an hour and the hours of a day, nearly all of them as the tick
 * before did. What was decoded first goes first, since minutes fall out of the windows in this order.
 */
export const decodeOnce = (most = MOST_GROUPS): DecodeRollup => {
  const known = new Map<Uint8Array, Rollup | undefined>();
  let groups = 0;
  return (data) => {
    if (known.has(data)) return known.get(data);
    const rollup = decodeOrNone(data);
    known.set(data, rollup);
    groups += sizeOf(rollup);
    for (const [oldest, first] of known) {
      if (groups <= most) break;
      known.delete(oldest);
      groups -= sizeOf(first);
    }
    return rollup;
  };
};

const sizeOf = (rollup: Rollup | undefined): number => 1 + (rollup?.groups.size ?? 0);
