/** Distinct ids, after the names of alerts: `PaymentErrorsHigh` as `payment-errors-high`. */
export class Ids {
  readonly #taken = new Set<string>();

  next(name: string): string {
    const base = idOf(name);
    for (let count = 1; ; count++) {
      const id = count === 1 ? base : `${base.slice(0, 60)}-${count}`;
      if (this.#taken.has(id)) continue;
      this.#taken.add(id);
      return id;
    }
  }
}

const idOf = (name: string): string => {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return (/^[a-z]/.test(words) ? words : `alert-${words}`).slice(0, 64).replace(/-$/, '');
};

/** What two names have in common, word by word from the front: `PaymentErrorsWarning` and `PaymentErrorsCritical`. */
export const commonName = (left: string, right: string): string => {
  const [words, others] = [wordsOf(left), wordsOf(right)];
  const differs = words.findIndex((word, index) => others[index] !== word);
  return differs === -1 || differs < 2 ? left : words.slice(0, differs).join('');
};

const wordsOf = (name: string): readonly string[] => name.split(/(?=[A-Z][a-z])|[-_\s]+/);
