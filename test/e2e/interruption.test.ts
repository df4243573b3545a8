import { describe, expect, test, vi } from 'vitest';
import { interruption } from '../../e2e/interruption.ts';

const interruptedAt = (...times: readonly number[]) => {
  let time = 0;
  const say = vi.fn<(text: string) => void>();
  const exit = vi.fn<() => void>();
  const { signal, interrupt } = interruption(() => time, say, exit);
  for (time of times) interrupt();
  return { isAborted: signal.aborted, said: say.mock.calls.length, exits: exit.mock.calls.length };
};

describe('Ctrl-C', () => {
  test('ends the run, not the clean-up', () => {
    expect(interruptedAt(5_000)).toEqual({ isAborted: true, said: 1, exits: 0 });
  });

  test('is one where npm passes on what the terminal has brought', () => {
    expect(interruptedAt(5_000, 5_020)).toEqual({ isAborted: true, said: 1, exits: 0 });
  });

  test('for a second time ends the clean-up too', () => {
    expect(interruptedAt(5_000, 5_020, 9_000)).toEqual({ isAborted: true, said: 1, exits: 1 });
  });
});
