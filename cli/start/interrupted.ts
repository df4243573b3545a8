/** Waits for Ctrl-C or a polite kill. A second one does not wait for anything. */
export const interrupted = async (): Promise<void> => {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.once('SIGINT', () => process.exit(130));
};
