import { groupKey, type GroupKey } from '../rollup/series.ts';
import type { EventTable } from './event-table.ts';
import type { SampleExample } from './sample.ts';

/** As many as a person looks up. */
const EXAMPLES_TOLD = 3;

/** Ids of bad events, newest first. */
export const pickExamples = (
  examples: readonly SampleExample[],
  isWanted: (example: SampleExample) => boolean,
): string[] => {
  const newestFirst = examples
    .filter(isWanted)
    .sort((left, right) => right.time - left.time || (left.id < right.id ? -1 : 1));
  // Two producers may use the same id.
  return [...new Set(newestFirst.map(({ id }) => id))].slice(0, EXAMPLES_TOLD);
};

/** Whether a row of the table has all of the values. */
export const rowHasAll = (table: EventTable, values: readonly GroupKey[]): ((row: number) => boolean) => {
  const parts = values.map((value) => {
    for (const { name, values: texts, codes } of table.attributes) {
      const place = texts.findIndex((text) => groupKey(name, text) === value);
      if (place >= 0) return { codes, code: place + 1 };
    }
    return undefined;
  });
  return (row) => parts.every((part) => part !== undefined && part.codes[row] === part.code);
};
