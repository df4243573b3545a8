export interface Interruption {
  readonly signal: AbortSignal;
  /** What SIGINT and SIGTERM call. */
  readonly interrupt: () => void;
}

/** `npm run` passes on a Ctrl-C that the terminal has already brought: both come within milliseconds and are one wish. */
const sameWish = 1_000;

/** The first interruption ends the run and has it cleaned up, the second ends the clean-up too. */
export const interruption = (now: () => number, say: (text: string) => void, exit: () => void): Interruption => {
  const controller = new AbortController();
  let first: number | undefined;
  return {
    signal: controller.signal,
    interrupt: () => {
      if (first === undefined) {
        first = now();
        say('interrupted: what was made is taken back; once more leaves it');
        controller.abort(new Error('interrupted'));
      } else if (now() - first > sameWish) exit();
    },
  };
};
