/** What a regular expression of a label matcher lets through, where that can be said in a pattern. */
export type Matched =
  | { readonly kind: 'anything' }
  | { readonly kind: 'something' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'these'; readonly values: readonly string[]; readonly prefixes: readonly string[] };

/** Alternatives, each whole or with an open end: `failed|timeout`, `card.*`, `5..`. Undefined for anything else. */
export const matchedBy = (regex: string): Matched | undefined => {
  if (/^\(?(?:\?:)?\.\*\)?$/.test(regex)) return { kind: 'anything' };
  if (/^\(?(?:\?:)?\.\+\)?$/.test(regex)) return { kind: 'something' };
  const alternatives = unwrapped(regex).split('|').map(alternative);
  const values: string[] = [];
  const prefixes: string[] = [];
  for (const each of alternatives) {
    if (each === undefined) return undefined;
    if (each.open) prefixes.push(each.text);
    else values.push(each.text);
  }
  return { kind: 'these', values, prefixes };
};

/** Prometheus anchors both ends itself. */
const unwrapped = (regex: string): string => {
  const anchored = regex.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const inside = /^\((?:\?:)?([^()]*)\)$/.exec(anchored)?.[1];
  return inside ?? anchored;
};

/** `.*`, `.+`, and what stands for the rest of a code: `..`, `\d\d`, `[0-9]{2}`. */
const OPEN_END = /(?<!\\)(?:\.[*+]|\.{1,2}|(?:\\d|\[0-9\])(?:\{2\}|\\d|\[0-9\]|[*+])?)$/;
const LITERAL = /^(?:[^\\^$.|?*+()[\]{}]|\\[^a-zA-Z0-9])+$/;

const alternative = (regex: string): { readonly text: string; readonly open: boolean } | undefined => {
  const literal = regex.replace(OPEN_END, '');
  return LITERAL.test(literal) ? { text: literal.replaceAll(/\\(.)/g, '$1'), open: literal !== regex } : undefined;
};
