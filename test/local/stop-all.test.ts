import { expect, test } from 'vitest';
import { started } from '../../cli/local/stop-all.ts';

test('parts stop in the opposite order, also after one that fails', async () => {
  const order: string[] = [];
  const parts = started();
  parts.add(() => void order.push('first'));
  parts.add(() => {
    throw new Error('broken');
  });
  parts.add(async () => void order.push('last'));
  await expect(parts.stopAll()).rejects.toThrow('Not everything stopped cleanly');
  expect(order).toEqual(['last', 'first']);
});

test('what was stopped is not stopped again', async () => {
  let stops = 0;
  const parts = started();
  parts.add(() => void stops++);
  await parts.stopAll();
  await parts.stopAll();
  expect(stops).toBe(1);
});
