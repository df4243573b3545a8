import { expect, it } from 'vitest';
import { keepCounts } from '../../../functions/evaluate/keep-counts.ts';
import type { Counts } from '../../../shared/ports/counts.ts';
import { NOW, THIS_MINUTE } from '../../support/builders.ts';

it('hands on what is counted, and keeps the last of it', async () => {
  const answers = ['a', 'b'].map((id) => ({
    series: new Map([[id, new Map()]]),
    events: 1,
    duplicates: 0,
    conflicts: 0,
    unreadable: 0,
  }));
  const counts: Counts = { count: async () => answers.shift() ?? Promise.reject(new Error('no more')) };
  const kept = keepCounts(counts);
  const range = { from: THIS_MINUTE, to: THIS_MINUTE };
  expect(kept.series()).toEqual(new Map());
  expect((await kept.counts.count([], range, NOW)).series).toBe(kept.series());
  await kept.counts.count([], range, NOW);
  expect([...kept.series().keys()]).toEqual(['b']);
  await expect(kept.counts.count([], range, NOW)).rejects.toThrow('no more');
});
