import type { GroupKey } from '../../core/rollup/series.ts';
import type { History } from '../../ports/history.ts';

/** Answers what it is given; with nothing, that no past hours are known. */
export const memoryHistory = (known: ReadonlyMap<string, ReadonlyMap<GroupKey, number>> = new Map()): History => ({
  dispersion: async (): Promise<ReadonlyMap<string, ReadonlyMap<GroupKey, number>>> => known,
});
