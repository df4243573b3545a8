import type { AttributeValue } from '../event/event.ts';
import { type CountedColumns, type DictionaryColumn, type DictionaryField, type NumberColumn } from './columns.ts';
import type { CountedMinute, CountedSegment } from './dedupe.ts';

/**
 * The segments of a minute as one, with the columns of `names` alone. Each guardrail then goes over a minute in a few loops
 * over all of its rows: of a hundred guardrails, what each did anew for each of a hundred segments (which code is which
 * bank, which bank has which series) was most of a tick. O(rows) for each name.
 */
export const joinSegments = (minute: CountedMinute, names: ReadonlySet<string>): CountedMinute => {
  const { segments } = minute;
  if (segments.length < 2) return minute;
  const count = segments.reduce((rows, { columns }) => rows + columns.count, 0);
  const keep = new Uint8Array(count);
  eachStart(segments, (segment, start) => keep.set(segment.keep, start));
  const dictionaries = <Name extends string>(of: (columns: CountedColumns) => ReadonlyMap<Name, DictionaryColumn>) =>
    new Map(
      namesOf(segments, of)
        .filter((name) => names.has(name))
        .map((name) => [name, joinDictionary(segments, count, (columns) => of(columns).get(name))]),
    );
  const columns: CountedColumns = {
    count,
    fields: dictionaries<DictionaryField>(({ fields }) => fields),
    numbers: new Map(
      namesOf(segments, ({ numbers }) => numbers)
        .filter((name) => names.has(name))
        .map((name) => [name, joinNumbers(segments, count, (each) => each.numbers.get(name))]),
    ),
    attributes: dictionaries(({ attributes }) => attributes),
  };
  return { segments: [{ columns, keep }] };
};

const namesOf = <Name extends string>(
  segments: readonly CountedSegment[],
  of: (columns: CountedColumns) => ReadonlyMap<Name, unknown>,
): readonly Name[] => [...new Set(segments.flatMap(({ columns }) => [...of(columns).keys()]))];

const eachStart = (
  segments: readonly CountedSegment[],
  visit: (segment: CountedSegment, start: number) => void,
): void => {
  let start = 0;
  for (const segment of segments) {
    visit(segment, start);
    start += segment.columns.count;
  }
};

const joinNumbers = (
  segments: readonly CountedSegment[],
  count: number,
  of: (columns: CountedColumns) => NumberColumn | undefined,
): NumberColumn => {
  const joined = new Float64Array(count).fill(Number.NaN);
  eachStart(segments, ({ columns }, start) => joined.set(of(columns) ?? [], start));
  return joined;
};

/** A value that several segments have is said once; 1 and '1' are two, as they are in each of them. */
const joinDictionary = (
  segments: readonly CountedSegment[],
  count: number,
  of: (columns: CountedColumns) => DictionaryColumn | undefined,
): DictionaryColumn => {
  const numbers = new Map<AttributeValue, number>();
  const numberOf = (value: AttributeValue): number => {
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return number;
  };
  // In each segment, the joined code of each of its own.
  const joinedCodes = segments.map(({ columns }) =>
    Uint32Array.from([0, ...(of(columns)?.values ?? []).map(numberOf)]),
  );
  const codes = codesFor(numbers.size, count);
  let start = 0;
  for (const [index, { columns }] of segments.entries()) {
    const own = of(columns)?.codes;
    if (own !== undefined) putCodes(codes, start, own, joinedCodes[index] ?? NO_CODES);
    start += columns.count;
  }
  return { values: [...numbers.keys()], codes };
};

const NO_CODES = new Uint32Array();

/** A loop of its own, since it is most of the work: it is compiled for the arrays that come. */
const putCodes = (
  codes: DictionaryColumn['codes'],
  start: number,
  own: DictionaryColumn['codes'],
  joined: Uint32Array,
): void => {
  for (let row = 0; row < own.length; row++) codes[start + row] = joined[own[row] ?? 0] ?? 0;
};

const codesFor = (largest: number, count: number): DictionaryColumn['codes'] => {
  if (largest < 2 ** 8) return new Uint8Array(count);
  return largest < 2 ** 16 ? new Uint16Array(count) : new Uint32Array(count);
};
