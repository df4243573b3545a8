type Stop = () => Promise<void> | void;

/** What was started, to be stopped in the opposite order. (`await using` would say it shorter, but Node 22 can't read it.) */
export interface Started {
  add(stop: Stop): void;
  stopAll(): Promise<void>;
}

export const started = (): Started => {
  const stops: Stop[] = [];
  return {
    add: (stop) => void stops.push(stop),
    /** Every one of them, also after one that fails; then says what failed. */
    stopAll: async () => {
      const errors: unknown[] = [];
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
        try {
          await stop();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'Not everything stopped cleanly');
    },
  };
};
