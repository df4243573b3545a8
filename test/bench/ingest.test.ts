import { describe, expect, it } from 'vitest';
import { storedCost } from '../../bench/ingest/stored-cost.ts';
import { gzipSync } from 'node:zlib';
import { batchesOf, bodyOf } from '../../bench/ingest/payments.ts';

/** Of `npm run bench -- stored` what can be counted, and is the same on every machine. Times are not: none is looked at. */
describe('what payments take in the table', () => {
  it.each<[events: number, batches: number, bytesPerEvent: number, unitsPerThousand: number]>([
    [1, 20, 320, 1000],
    [10, 10, 63, 100],
    [50, 10, 29, 40],
    [500, 4, 22, 25],
    [5_000, 1, 22, 25],
  ])(
    'in batches of %i (%i of them) is at most %i bytes an event and %i write units per 1,000, in one request a batch',
    async (events, batches, bytesPerEvent, unitsPerThousand) => {
      const cost = await storedCost('segments', events, batches);
      expect(cost.bytesPerEvent).toBeLessThanOrEqual(bytesPerEvent);
      expect(cost.unitsPerThousand).toBeLessThanOrEqual(unitsPerThousand);
      expect(cost.requestsPerBatch).toBe(1);
    },
  );

  it('with an item per event is a write unit and a request each', async () => {
    const cost = await storedCost('items', 20, 1);
    expect(cost).toMatchObject({ unitsPerThousand: 1000, requestsPerBatch: 20 });
    expect(cost.bytesPerEvent).toBeGreaterThan(150);
  });

  it('in batches of 500 is less than gzip makes of the same text', async () => {
    const gzipped = batchesOf(500, 4).reduce((sum, batch) => sum + gzipSync(bodyOf(batch)).length, 0) / 2000;
    expect((await storedCost('segments', 500, 4)).bytesPerEvent).toBeLessThan(gzipped);
  });
});
