const knownKeys = [
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
] as const;

/** The known key one or two edits away, for a typo; undefined where none is near, or where the key itself is known elsewhere. */
export const nearest = (key: string): string | undefined => {
  const ranked = knownKeys
    .map((known) => ({ known, edits: editDistance(key.toLowerCase(), known.toLowerCase()) }))
    .sort((left, right) => left.edits - right.edits);
  const best = ranked[0];
  return best !== undefined && best.known !== key && best.edits <= 2 && best.edits < key.length
    ? best.known
    : undefined;
};

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
