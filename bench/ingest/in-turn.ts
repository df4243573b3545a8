import { cpus } from 'node:os';

export interface Contender {
  readonly name: string;
  /** Once; `turn` picks the input. */
  readonly run: (turn: number) => unknown;
}

export interface Figures {
  /** CPU time of one run in microseconds: the median of all turns. */
  readonly micros: number;
  /** Of the first contender's time: the median of what it was in each turn, since a busy machine slows both alike. */
  readonly ratio: number;
}

export interface Turns {
  readonly turns: number;
  /** Runs of a contender in one turn. */
  readonly runs: number;
  /** CPU time of whatever works for the contenders, in microseconds since it began; of this process by default. */
  readonly cpuMicros?: () => number;
}

const ofThisProcess = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** Runs the contenders in turn (A B C, A B C, ...), after two turns that only warm up, and times each by its CPU. */
export const inTurn = async (
  contenders: readonly Contender[],
  { turns, runs, cpuMicros = ofThisProcess }: Turns,
): Promise<ReadonlyMap<string, Figures>> => {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let turn = -2; turn < turns; turn++) {
    for (const { name, run } of contenders) {
      const began = cpuMicros();
      for (let index = 0; index < runs; index++) await run((turn + 2) * runs + index);
      if (turn >= 0) times.get(name)?.push((cpuMicros() - began) / runs);
    }
  }
  const [first = []] = times.values();
  return new Map(
    [...times].map(([name, each]) => [
      name,
      { micros: median(each), ratio: median(each.map((time, turn) => time / (first[turn] ?? Number.NaN))) },
    ]),
  );
};

export const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

/** Where and when the figures were made, for the line above a table. */
export const machine = (): string =>
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
