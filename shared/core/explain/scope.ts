import { dictionaryColumn } from '../guardrail/select.ts';
import { NOT_COUNTED } from '../rollup/classify.ts';
import { attributeOf, type GroupKey, groupKey, OTHER, WHOLE } from '../rollup/series.ts';
import type { Columns } from '../segment/columns.ts';

/** Whether the rows of a group can be told: which values were counted as `(other)` only the tick knew. */
export const isTellable = (group: GroupKey): boolean => !group.endsWith(`=${OTHER}`);

/** 1 for each row that belongs to a group. Values that read the same, 1 and '1', are one group. */
export const scope = (columns: Columns, group: GroupKey): Uint8Array => scopeOfAny(columns, [group]);

/** 1 for each row that belongs to any of the groups, of which there may be a hundred. */
export const scopeOfAny = (columns: Columns, groups: readonly GroupKey[]): Uint8Array => {
  if (groups.includes(WHOLE)) return new Uint8Array(columns.count).fill(1);
  const rows = new Uint8Array(columns.count);
  const wanted = new Set(groups);
  for (const attribute of new Set(groups.map(attributeOf))) {
    const column = dictionaryColumn(columns, attribute);
    if (column === undefined) continue;
    const belongs = [false, ...column.values.map((value) => wanted.has(groupKey(attribute, value)))];
    for (let row = 0; row < rows.length; row++) if (belongs[column.codes[row] ?? 0] === true) rows[row] = 1;
  }
  return rows;
};

/** 1 for each row that has all of the values: a segment of the search. */
export const scopeOfAll = (columns: Columns, values: readonly GroupKey[]): Uint8Array => {
  const rows = new Uint8Array(columns.count).fill(1);
  for (const value of values)
    for (const [row, belongs] of scope(columns, value).entries()) if (belongs === 0) rows[row] = 0;
  return rows;
};

/** What a metric makes of the rows, with those outside left uncounted. */
export const countedWithin = (kinds: Uint8Array, within: Uint8Array): Uint8Array =>
  kinds.map((kind, row) => (within[row] === 1 ? kind : NOT_COUNTED));
