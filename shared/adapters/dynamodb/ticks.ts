import { epochMs, type EpochMs } from '../../core/units.ts';
import type { TickStore } from '../../ports/ticks.ts';
import type { Table } from './client.ts';
import { conditionalPut, getItem } from './conditional-put.ts';
import { tickKey } from './keys.ts';

export const dynamoTicks = (table: Table): TickStore => ({
  last: async (): Promise<EpochMs | undefined> => {
    const tick = (await getItem(table, tickKey))?.['tick']?.N;
    return tick === undefined ? undefined : epochMs(Number(tick));
  },

  advance: async (tick: EpochMs, writer: string): Promise<boolean> => {
    const value = { N: String(tick) };
    const outcome = await conditionalPut(
      table,
      tickKey,
      { tick: value, writer: { S: writer } },
      { expression: 'attribute_not_exists(pk) OR tick < :tick', values: { ':tick': value } },
      (found) => found['writer']?.S === writer && found['tick']?.N === value.N,
    );
    return outcome.kind === 'stored';
  },
});
