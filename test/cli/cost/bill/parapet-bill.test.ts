import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { itemPerEventTable } from '../../../../cli/cost/bill/item-per-event.ts';
import { type Line, totalOf } from '../../../../cli/cost/bill/line.ts';
import { parapetBill } from '../../../../cli/cost/bill/parapet-bill.ts';
import { type Deployment, type Way, ways } from '../../../../cli/cost/deployment.ts';
import { type PlayedHour, playHour } from '../../../../cli/cost/demand/hour-of-ticks.ts';
import { tableDemandOf } from '../../../../cli/cost/demand/table-demand.ts';
import { measured } from '../../../../cli/cost/measured.ts';
import type { PriceId } from '../../../../cli/cost/prices.ts';
import { ratio } from '../../../../shared/core/units.ts';
import { aDeployment, guardrailsOf, RATE } from '../deployments.ts';

let hour: PlayedHour;
let ofRate: PlayedHour;
beforeAll(async () => {
  hour = await playHour(aDeployment().guardrails);
  ofRate = await playHour(guardrailsOf(RATE));
});

const billOf = (deployment: Deployment, played: PlayedHour = hour): readonly Line[] =>
  parapetBill(deployment, tableDemandOf(deployment, played));

const find = (lines: readonly Line[], price: PriceId, what = ''): Line => {
  const found = lines.find((line) => line.price === price && line.what.includes(what));
  if (found === undefined) throw new Error(`expected a line of ${price} with ${what}`);
  return found;
};
const amountOf = (lines: readonly Line[], price: PriceId, what = ''): number => find(lines, price, what).amount;

/** A month has 730 hours, 43,800 minutes, 2,628,000 seconds: as many batches. */
describe('100 events/s in batches of 100 of one minute each, judged by one count, as one would work it out by hand', () => {
  it('writes a segment of three units for each batch', () => {
    // 2.5 KB for a hundred: 2,628,000 x 3 x 0.625 / 1,000,000.
    expect(amountOf(billOf(aDeployment()), 'writeUnit', 'segments')).toBeCloseTo(4.9275, 9);
  });

  it('writes a rollup each minute, each hour and each day', () => {
    // 43,800 + 730 + 730 / 24, a unit each.
    const { quantity } = find(billOf(aDeployment()), 'writeUnit', 'rollups');
    expect(quantity).toBeCloseTo(44_560 + 10 / 24, 6);
  });

  it('moves tick and cursor each minute, and says once an hour that events came', () => {
    expect(find(billOf(aDeployment()), 'writeUnit', 'cursor').quantity).toBe(2 * 43_800 + 730);
  });

  it('reads four minutes of raw events each minute', () => {
    // 60 x 2,568 bytes a minute in four partitions: three of them are 29 units each, and one is 10 more.
    const bytes = (minutes: number): number => (minutes * 60 * (measured.segmentBytes[6]?.[1] ?? 0)) / 4;
    const perTick = 4 * (Math.ceil(bytes(3) / 4096) + Math.ceil(bytes(1) / 4096));
    const { quantity } = find(billOf(aDeployment()), 'readUnit', 'raw');
    expect(perTick).toBe(156);
    // A little more, since twice an hour the three minutes lie in two hours, and so in eight partitions.
    expect(quantity).toBeGreaterThanOrEqual(43_800 * perTick);
    expect(quantity).toBeLessThan(43_800 * perTick * 1.01);
  });

  it('reads eleven small items each minute', () => {
    expect(find(billOf(aDeployment()), 'readUnit', 'small').quantity).toBe(11 * 43_800);
  });

  it('is a request and an invocation for each batch', () => {
    const bill = billOf(aDeployment());
    expect(amountOf(bill, 'httpRequest')).toBeCloseTo(2.628, 9);
    expect(amountOf(bill, 'invocation', 'ingest')).toBeCloseTo(0.5256, 9);
  });

  it('runs ingest for 27 ms of half a GB', () => {
    // 12 ms of waiting, and 3 + 100 x 0.012 ms of a processor of which it has 512/1769.
    const { what, quantity } = find(billOf(aDeployment()), 'gigabyteSecond', 'ingest');
    expect(what).toContain('27 ms');
    expect(quantity).toBeCloseTo(2_628_000 * 0.027 * 0.5, 3);
  });

  it('keeps seven days of segments and 35 days of rollups, and two more until they are gone', () => {
    const gigabytes = find(billOf(aDeployment()), 'storage').quantity;
    const segments = 86_400 * 9 * ((measured.segmentBytes[6]?.[1] ?? 0) + 100);
    const minutes = 1_440 * 37 * (134 + 100);
    expect(gigabytes * 2 ** 30).toBeGreaterThan(segments + minutes);
    expect(gigabytes * 2 ** 30).toBeLessThan((segments + minutes) * 1.01);
    expect(find(billOf(aDeployment()), 'pointInTime').quantity).toBe(gigabytes);
  });

  it('asks a queue that nobody uses 15 times a minute', () => {
    expect(find(billOf(aDeployment()), 'queueRequest', 'in vain').quantity).toBe(15 * 43_800);
  });

  it('asks one that is used no less often, but finds something', () => {
    const inVain = (eventsPerSecond: number): readonly number[] =>
      billOf(aDeployment({ via: 'queue', eventsPerSecond }))
        .filter(({ what }) => what.includes('in vain'))
        .map(({ quantity }) => Math.round(quantity));
    // A message each ten seconds, and each second.
    expect(inVain(10)).toEqual([15 * 43_800 - 262_800]);
    expect(inVain(100)).toEqual([]);
  });
});

describe('the ways in', () => {
  it('of the queue are billed by 64 KB: sent, received, deleted', () => {
    // 400 events are 93 KB, two chunks; 657,000 batches.
    const bill = billOf(aDeployment({ via: 'queue', eventsPerBatch: 400 }));
    expect(find(bill, 'queueRequest', 'sent').quantity).toBe(2 * 657_000);
    expect(find(bill, 'queueRequest', 'received').quantity).toBe(3 * 657_000);
    expect(bill.filter(({ service }) => service === 'API Gateway')).toEqual([]);
  });

  it('of the API are billed by 512 KB', () => {
    // 4,000 events are 932 KB; 65,700 batches.
    const bill = billOf(aDeployment({ eventsPerBatch: 4_000 }));
    expect(find(bill, 'httpRequest').quantity).toBe(2 * 65_700);
  });

  it('of a stream are shards by the hour and payloads of 25 KB, and an invocation a second for each shard', () => {
    // 10,000 events/s are 2.3 MB/s: three shards.
    const bill = billOf(aDeployment({ via: 'stream', eventsPerSecond: 10_000, eventsPerBatch: 200 }));
    expect(find(bill, 'shardHour').quantity).toBe(3 * 730);
    expect(find(bill, 'streamPut').quantity).toBe(2 * 50 * 2_628_000);
    expect(find(bill, 'invocation', 'ingest').quantity).toBe(3 * 2_628_000);
  });
});

describe('what is chosen beside traffic', () => {
  it('is a key of one’s own', () => {
    const bill = billOf(aDeployment({ encryption: 'customer' }));
    expect(amountOf(bill, 'key')).toBe(1);
    expect(bill.filter(({ service }) => service === 'KMS')).toHaveLength(2);
    expect(billOf(aDeployment()).filter(({ service }) => service === 'KMS')).toEqual([]);
  });

  it('is what the stack watches itself by', () => {
    const watch = { guardrailMetrics: true, alarmMetrics: 7, dashboards: 1, syntheticEvent: true };
    const bill = billOf(aDeployment({ watch }));
    expect(find(bill, 'alarmMetric').quantity).toBe(7);
    expect(find(bill, 'dashboard').quantity).toBe(1);
    // The volume, and that of the synthetic events.
    expect(find(bill, 'customMetric', 'guardrails').quantity).toBe(2);
    expect(find(bill, 'writeUnit', 'synthetic').quantity).toBe(43_800);
    expect(bill.filter(({ what }) => what.includes('synthetic'))).toHaveLength(6);
  });
});

describe('an item for each event', () => {
  it('is a write unit each, and five minutes of them read each minute', () => {
    const lines = itemPerEventTable({ eventsPerSecond: 100 });
    expect(amountOf(lines, 'writeUnit')).toBeCloseTo(164.25, 9);
    const units = Math.ceil((30_000 * measured.eventItemBytes) / 4096);
    expect(find(lines, 'readUnit').quantity).toBe(43_800 * units);
  });

  it('writes for fifty times as much as batches of 500', () => {
    const deployment = aDeployment({ eventsPerBatch: 500 });
    const ours = amountOf(billOf(deployment), 'writeUnit', 'segments');
    expect(amountOf(itemPerEventTable(deployment), 'writeUnit') / ours).toBeCloseTo(50, 9);
  });
});

describe('of any traffic', () => {
  const traffic = fc.record({
    eventsPerBatch: fc.integer({ min: 1, max: 4_000 }),
    minutesPerBatch: fc.double({ min: 1, max: 5, noNaN: true }),
    via: fc.constantFrom<Way>(...ways),
    lateBatches: fc.constantFrom(0 as const, ratio(0.01), ratio(0.5)),
    groupsPerAttribute: fc.integer({ min: 1, max: 500 }),
  });
  const rate = fc.double({ min: 0.01, max: 20_000, noNaN: true });

  it('a bill has no line that is less than nothing, and is the sum of its lines', () => {
    fc.assert(
      fc.property(traffic, rate, (each, eventsPerSecond) => {
        const bill = billOf(aDeployment({ ...each, eventsPerSecond, guardrails: guardrailsOf(RATE) }), ofRate);
        for (const { quantity, usd, per, amount } of bill) {
          expect(quantity).toBeGreaterThan(0);
          expect(amount).toBeCloseTo((quantity * usd) / per, 6);
        }
        expect(Number.isFinite(totalOf(bill))).toBe(true);
      }),
    );
  });

  it('more events never cost less', () => {
    fc.assert(
      fc.property(traffic, rate, fc.double({ min: 1, max: 10, noNaN: true }), (each, eventsPerSecond, times) => {
        const total = (perSecond: number): number =>
          totalOf(billOf(aDeployment({ ...each, eventsPerSecond: perSecond, guardrails: guardrailsOf(RATE) }), ofRate));
        expect(total(eventsPerSecond * times)).toBeGreaterThanOrEqual(total(eventsPerSecond) - 1e-9);
      }),
    );
  });
});
