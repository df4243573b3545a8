import type { EpochMs } from '../../core/units.ts';
import type { TickStore } from '../../ports/ticks.ts';

export const memoryTicks = (): TickStore => {
  let stored: { readonly tick: EpochMs; readonly writer: string } | undefined;
  return {
    last: async (): Promise<EpochMs | undefined> => stored?.tick,
    advance: async (tick: EpochMs, writer: string): Promise<boolean> => {
      if (stored !== undefined && stored.tick >= tick) return stored.tick === tick && stored.writer === writer;
      stored = { tick, writer };
      return true;
    },
  };
};
