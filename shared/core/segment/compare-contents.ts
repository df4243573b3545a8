import { type Columns, contentOf, dictionaryFields, type NumberField, numberFields, valueAt } from './columns.ts';

/**
 * Which of two rows has the smaller text of content: below 0 the first, 0 where they say the same. The texts themselves
 * are only made where a value differs: they take several times as long, and nearly every copy was sent again as it was.
 */
export const compareContents = (one: Columns, row: number, other: Columns, otherRow: number): number => {
  if (haveSameValues(one, row, other, otherRow)) return 0;
  const [text, otherText] = [contentOf(one, row), contentOf(other, otherRow)];
  if (text === otherText) return 0;
  return text < otherText ? -1 : 1;
};

/** True only where the texts are the same; not sure of what only bytes that nobody wrote can hold, a list or an infinity. */
const haveSameValues = (one: Columns, row: number, other: Columns, otherRow: number): boolean => {
  if (one.offsetMs[row] !== other.offsetMs[otherRow]) return false;
  for (const field of dictionaryFields)
    if (valueAt(one.fields.get(field), row) !== valueAt(other.fields.get(field), otherRow)) return false;
  for (const field of numberFields)
    if (!Object.is(numberAt(one, field, row), numberAt(other, field, otherRow))) return false;
  return haveSameAttributes(one, row, other, otherRow);
};

const numberAt = ({ numbers }: Columns, field: NumberField, row: number): number =>
  numbers.get(field)?.[row] ?? Number.NaN;

const haveSameAttributes = (one: Columns, row: number, other: Columns, otherRow: number): boolean => {
  for (const [name, column] of one.attributes)
    if (valueAt(column, row) !== valueAt(other.attributes.get(name), otherRow)) return false;
  for (const [name, column] of other.attributes)
    if (!one.attributes.has(name) && valueAt(column, otherRow) !== undefined) return false;
  return true;
};
