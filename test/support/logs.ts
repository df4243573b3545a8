import { onTestFinished, vi } from 'vitest';

const streams = [process.stdout, process.stderr];

/** Keeps what is logged from here to the end of the test off the screen. Answers with all of it so far, as text. */
export const captureLogs = (): (() => string) => {
  const lines: string[] = [];
  const spies = [
    ...(['debug', 'error', 'info', 'log', 'trace', 'warn'] as const).map((method) =>
      vi
        .spyOn(console, method)
        .mockImplementation((...values: unknown[]) => void lines.push(values.map(String).join(' '))),
    ),
    ...streams.map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        lines.push(String(text));
        return true;
      }),
    ),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return () => lines.join('\n');
};
