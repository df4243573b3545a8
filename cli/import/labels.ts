import { fieldOf, type Vocabulary } from './vocabulary.ts';

/** Labels by which series are grouped, as attributes. */
export const groupsOf = (labels: readonly string[], words: Vocabulary, checks: Set<string>): readonly string[] => {
  const groups = new Set<string>();
  for (const label of labels) {
    const { name, check } = fieldOf(label, words);
    if (check !== undefined) checks.add(check);
    if (name !== undefined) groups.add(name);
  }
  if (groups.size > 1)
    checks.add(`each of ${[...groups].join(' and ')} is judged for itself, where Prometheus judges every pair`);
  return [...groups];
};

export const isSameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((label) => right.includes(label));
