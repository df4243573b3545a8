const knownKeys = [
  'extends',
  'disable',
  'guardrails',
  'id',
  'name',
  'kind',
  'description',
  'owner',
  'runbook',
  'of',
  'bad',
  'by',
  'countBy',
  'weight',
  'currency',
  'warning',
  'critical',
  'above',
  'below',
  'groups',
  'recover',
  'evidence',
  'breach',
  'clear',
  'window',
  'minEvents',
  'for',
  'keepFiringFor',
  'remind',
  'field',
  'percentile',
  'prefix',
  'anything-but',
  'numeric',
  'exists',
  'silences',
  'match',
  'why',
  'from',
  'until',
  'timezone',
  'weekly',
  'days',
  'baseline',
  'weeks',
  'objective',
  'period',
  'burn',
  'factor',
  'long',
  'short',
  'preset',
  'against',
  'unless',
  'share',
  'ratio',
  'count',
  'amount',
  'total',
  'attributes',
  'expects',
] as const;

/** The known key that was meant by a misspelt one; undefined where none is near, or where it is known in another place. */
export const nearestKey = (key: string): string | undefined => {
  const meant = nearest(key, knownKeys);
  return meant === key ? undefined : meant;
};

/** What was meant by a word that is none of `known`: one or two edits away, or undefined. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const ranked = known
    .map((each) => ({ each, edits: editDistance(word.toLowerCase(), each.toLowerCase()) }))
    .sort((left, right) => left.edits - right.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= 2 && best.edits < word.length ? best.each : undefined;
};

/** What follows a sentence that refuses a word. */
export const didYouMean = (name: string | undefined): string => (name === undefined ? '' : `; did you mean ${name}?`);

/** Levenshtein distance: the fewest insertions, deletions and replacements. O(a b). */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};
