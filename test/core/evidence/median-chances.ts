/**
 * The chances of every value that the sum of the two middle ones of `weeks` independent counts can have: twice their
 * median. By the chances of order statistics; no code in common with the judge.
 */
export const medianChances = (chances: Float64Array, weeks: 3 | 4): ReadonlyMap<number, number> => {
  const atMost: number[] = [];
  for (const chance of chances) atMost.push(Math.min(1, (atMost.at(-1) ?? 0) + chance));
  const upTo = (count: number): number => (count < 0 ? 0 : (atMost[count] ?? 1));
  const medians = new Map<number, number>();
  const add = (middle: number, chance: number): void => {
    if (chance > NOTHING) medians.set(middle, (medians.get(middle) ?? 0) + chance);
  };
  const counts = chances.length;
  const first = atMost.findIndex((chance) => chance > NOTHING);
  for (let low = Math.max(0, first); low < counts && upTo(low - 1) < 1 - NOTHING; low++) {
    if (weeks === 3) add(2 * low, twoOfThree(upTo(low)) - twoOfThree(upTo(low - 1)));
    else
      for (let high = low; high < counts && upTo(high - 1) < 1 - NOTHING; high++)
        add(low + high, middleTwo(upTo, low, high));
  }
  return medians;
};

const NOTHING = 1e-11;

/** That at least two of three are at most a count that one is with this chance. */
const twoOfThree = (one: number): number => 3 * one ** 2 - 2 * one ** 3;

/** That the second and the third of four are just `low` and `high`. */
const middleTwo = (upTo: (count: number) => number, low: number, high: number): number =>
  low === high
    ? within(upTo, low, low) - within(upTo, low - 1, low)
    : within(upTo, low, high) -
      within(upTo, low - 1, high) -
      within(upTo, low, high - 1) +
      within(upTo, low - 1, high - 1);

/** That at least two of four are at most `low` and at least three at most `high`. */
const within = (upTo: (count: number) => number, low: number, high: number): number => {
  const [below, between, above] = [upTo(low), upTo(high) - upTo(low), 1 - upTo(high)];
  let sum = 0;
  for (let lower = 2; lower <= 4; lower++)
    for (let middle = Math.max(0, 3 - lower); lower + middle <= 4; middle++) {
      const ways = factorial(4) / (factorial(lower) * factorial(middle) * factorial(4 - lower - middle));
      sum += ways * below ** lower * between ** middle * above ** (4 - lower - middle);
    }
  return sum;
};

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
