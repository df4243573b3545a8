import { type Document, LineCounter, parseDocument, visit } from 'yaml';
import type { Path, Place, Problem } from './problem.ts';

/** A text as YAML. JSON is YAML too. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown; readonly placeOf: PlaceOf }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The place of a path, or of the nearest thing above it that is in the file. */
export type PlaceOf = (path: Path) => Place;

export const parseRules = (text: string): Parsed => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = [
    ...document.errors.map(({ pos: [start], message }) => wrong(at(start), message.split(' at line ')[0] ?? message)),
    ...(document.errors.length > 0 ? [] : danglingAliases(document).map((offset) => wrong(at(offset), A_LOST_ALIAS))),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: document.toJS(), placeOf: (path) => at(offsetOf(document, path)) };
};

const wrong = (place: Place, message: string): Problem => ({ ...place, message });

const A_LOST_ALIAS = 'expected text, got an alias without its anchor; text that begins with * goes in quotes';

const danglingAliases = (document: Document): readonly number[] => {
  const offsets: number[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined) offsets.push(alias.range?.[0] ?? 0);
    },
  });
  return offsets;
};

const offsetOf = (document: Document, path: Path): number => {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
      return Number(node.range[0]);
  }
  return 0;
};
