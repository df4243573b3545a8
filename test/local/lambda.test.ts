import { expect, test, vi } from 'vitest';
import { invoke } from '../../cli/local/lambda.ts';
import { durationMs, seconds } from '../../shared/core/units.ts';

test('a handler gets a copy of the event, as it is after JSON', async () => {
  const event = { at: new Date(0), nothing: undefined };
  const seen = await invoke({ name: 'f', timeout: seconds(1), handler: async (copy: object) => copy }, event);
  expect(seen).toEqual({ at: '1970-01-01T00:00:00.000Z' });
});

test('an event over 6 MB is refused before the handler sees it', async () => {
  const handler = vi.fn<() => Promise<void>>();
  await expect(invoke({ name: 'f', timeout: seconds(1), handler }, 'x'.repeat(6_291_456))).rejects.toThrow(
    'must be smaller than 6291456',
  );
  expect(handler).not.toHaveBeenCalled();
});

const never = () => new Promise<void>(() => undefined);

test('a handler that takes longer than its time is an error, as when Lambda ends it', async () => {
  await expect(invoke({ name: 'f', timeout: durationMs(1), handler: never }, {})).rejects.toThrow(
    'Task timed out after 0.00 seconds',
  );
});
