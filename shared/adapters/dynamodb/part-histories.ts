import { decodeHistories, encodeHistories } from '../../core/history/histories-codec.ts';
import { noHistories, type PartHistories } from '../../core/history/part-histories.ts';
import type { PartHistoryStore, StoredHistories } from '../../ports/part-histories.ts';
import type { Table } from './client.ts';
import { conditionalPut, getItem } from './conditional-put.ts';
import { partHistoriesKey } from './keys.ts';

export const dynamoPartHistories = (table: Table): PartHistoryStore => ({
  read: async (): Promise<StoredHistories> => {
    const item = await getItem(table, partHistoriesKey);
    if (item === undefined) return { histories: noHistories, rev: 0 };
    return { histories: decodeHistories(item['histories']?.S ?? ''), rev: Number(item['rev']?.N ?? 0) };
  },

  save: async (histories: PartHistories, rev: number, writer: string): Promise<boolean> => {
    const next = String(rev + 1);
    const outcome = await conditionalPut(
      table,
      partHistoriesKey,
      { rev: { N: next }, writer: { S: writer }, histories: { S: encodeHistories(histories) } },
      rev === 0
        ? { expression: 'attribute_not_exists(pk)' }
        : { expression: 'rev = :rev', values: { ':rev': { N: String(rev) } } },
      (found) => found['writer']?.S === writer && found['rev']?.N === next,
    );
    return outcome.kind === 'stored';
  },
});
