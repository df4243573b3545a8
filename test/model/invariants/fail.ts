/** Says which promise was broken, and by what. */
export const hold = (holds: boolean, promise: string, what: () => unknown): void => {
  if (!holds) throw new Error(`${promise}\n${JSON.stringify(what(), undefined, 1)}`);
};
