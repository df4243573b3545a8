/** What a run says as it goes, each line with the seconds since its start. */
export interface Diary {
  readonly say: (text: string) => void;
  /** Says what begins and how long it took, or that it failed. The result may be put into words. */
  readonly step: <Result>(
    name: string,
    act: () => Promise<Result>,
    told?: (result: Result) => string,
  ) => Promise<Result>;
}

export const diary = (now: () => number, print: (line: string) => void): Diary => {
  const start = now();
  const say = (text: string): void => {
    const seconds = ((now() - start) / 1000).toFixed(1).padStart(6);
    for (const [index, line] of text.split('\n').entries())
      print(`${index === 0 ? `${seconds} s` : ' '.repeat(seconds.length + 2)}  ${line}`);
  };
  return {
    say,
    step: async (name, act, told) => {
      say(`${name} ...`);
      const began = now();
      const took = (): string => `${((now() - began) / 1000).toFixed(1)} s`;
      try {
        const result = await act();
        const words = told?.(result);
        say(`${name}: done in ${took()}${words === undefined ? '' : `\n${words}`}`);
        return result;
      } catch (error) {
        say(`${name}: failed after ${took()}`);
        throw error;
      }
    },
  };
};
