import { describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../../shared/core/event/event.ts';
import { aScenario, arrivalsOf, eventsOf, scenarioText } from './scenarios.ts';

const minutesOf = (events: readonly PaymentEvent[]): number[] =>
  events.map(({ time }) => Math.floor(time / 60_000) % 1440);
const countByMinute = (events: readonly PaymentEvent[], minutes: number): number[] => {
  const counts = Array.from({ length: minutes }, () => 0);
  for (const minute of minutesOf(events)) counts[minute] = (counts[minute] ?? 0) + 1;
  return counts;
};
const share = (events: readonly PaymentEvent[], holds: (event: PaymentEvent) => boolean): number =>
  events.filter(holds).length / events.length;

describe('a rate', () => {
  it.each<[string, number[]]>([
    ['00:00..00:04 100/min', [100, 100, 100, 100]],
    ['00:01..00:03 2/s', [0, 120, 120, 0]],
    ['00:00..00:04 30/h', [0, 1, 0, 1]],
    ['00:00..00:04 0..40/min', [5, 15, 25, 35]],
  ])('%s is the same number of events in each minute', async (line, counts) => {
    expect(countByMinute(await eventsOf([line]), 4)).toEqual(counts);
  });

  it('of 6/h has one event every ten minutes, and none too few over a day', async () => {
    const events = await eventsOf(['00:00..24:00 6/h']);
    expect(minutesOf(events)).toEqual(Array.from({ length: 144 }, (_, index) => index * 10 + 9));
  });

  it('with ~ varies by chance: the variance of its counts is about their mean', async () => {
    const counts = countByMinute(await eventsOf(['00:00..10:00 ~30/min']), 600);
    const mean = counts.reduce((sum, count) => sum + count, 0) / 600;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 599;
    expect(mean).toBeGreaterThan(29);
    expect(mean).toBeLessThan(31);
    expect(variance / mean).toBeGreaterThan(0.8);
    expect(variance / mean).toBeLessThan(1.2);
  });

  it.each<[string, string, string, number]>([
    ['1d 03:00..04:00 6/h', '2026-03-03T03:09', '2026-03-03T03:59', 6],
    ['23:00..1d 01:00 6/h', '2026-03-02T23:09', '2026-03-03T00:59', 12],
    ['23:00..24:00 6/h', '2026-03-02T23:09', '2026-03-02T23:59', 6],
  ])('lasts as long as its span: %s', async (line, first, last, count) => {
    const events = await eventsOf([line]);
    const minute = (event: PaymentEvent | undefined): string => new Date(event?.time ?? 0).toISOString().slice(0, 16);
    expect([minute(events[0]), minute(events.at(-1)), events.length]).toEqual([first, last, count]);
  });

  it('spreads its events over the whole minute', async () => {
    const events = await eventsOf(['00:00..00:01 6000/min']);
    const bySecond = Map.groupBy(events, ({ time }) => Math.floor(time / 1000) % 60);
    expect(bySecond.size).toBe(60);
    expect(Math.min(...[...bySecond.values()].map(({ length }) => length))).toBeGreaterThan(60);
  });
});

describe('the fields of an event', () => {
  it('succeed where a line says nothing else', async () => {
    expect(share(await eventsOf(['00:00..00:01 50/min']), ({ outcome }) => outcome === 'succeeded')).toBe(1);
  });

  it('have shares of all, and what is left succeeded', async () => {
    const events = await eventsOf(['00:00..00:10 1000/min outcome=failed:20%|timeout:10% latencyMs=100']);
    expect(share(events, ({ outcome }) => outcome === 'failed')).toBeCloseTo(0.2, 1);
    expect(share(events, ({ outcome }) => outcome === 'timeout')).toBeCloseTo(0.1, 1);
    expect(share(events, ({ outcome }) => outcome === 'succeeded')).toBeCloseTo(0.7, 1);
    // Nobody saw a timeout end.
    expect(events.every(({ outcome, latencyMs }) => (outcome === 'timeout') === (latencyMs === undefined))).toBe(true);
  });

  it('have a share that rises over the span', async () => {
    const events = await eventsOf(['00:00..00:20 500/min outcome=failed:0%..100%']);
    const late = events.filter(({ time }) => Math.floor(time / 60_000) % 1440 >= 15);
    expect(share(events, ({ outcome }) => outcome === 'failed')).toBeCloseTo(0.5, 1);
    expect(share(late, ({ outcome }) => outcome === 'failed')).toBeCloseTo(0.875, 1);
  });

  it('have values alike, by weight, and of a range that shares its weight', async () => {
    const events = await eventsOf([
      '00:00..00:10 1000/min bank=icbc|ccb method=qr:7|card:3 merchant=m{08..11}:1|metro:3',
    ]);
    expect(share(events, ({ attributes }) => attributes['bank'] === 'icbc')).toBeCloseTo(0.5, 1);
    expect(share(events, ({ attributes }) => attributes['method'] === 'qr')).toBeCloseTo(0.7, 1);
    expect(share(events, ({ attributes }) => attributes['merchant'] === 'metro')).toBeCloseTo(0.75, 1);
    expect(
      [...new Set(events.map(({ attributes }) => String(attributes['merchant'])))].toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['m08', 'm09', 'm10', 'm11', 'metro']);
  });

  it('leave an attribute out where its shares do not make 100 %', async () => {
    const events = await eventsOf(['00:00..00:10 1000/min reason=busy:10%']);
    expect(share(events, ({ attributes }) => 'reason' in attributes)).toBeCloseTo(0.1, 1);
  });

  it('have whole numbers around a level, as far as the jitter goes', async () => {
    const events = await eventsOf(['00:00..00:10 1000/min latencyMs=300±20% amount=4200+-50% currency=CNY']);
    const latencies = events.map(({ latencyMs = 0 }) => latencyMs);
    expect([Math.min(...latencies), Math.max(...latencies)]).toEqual([240, 360]);
    expect(events.every(({ amount = 0 }) => Number.isInteger(amount) && amount >= 2100 && amount <= 6300)).toBe(true);
  });

  it('have text, numbers and flags as JSON writes them, and text in quotes', async () => {
    const [event] = await eventsOf(['00:00..00:01 1/min a=7 b=true c="7" d="China Merchants" e=007']);
    expect(event?.attributes).toEqual({ a: 7, b: true, c: '7', d: 'China Merchants', e: '007' });
  });

  it('are fraud, of a type and from a source', async () => {
    const events = await eventsOf(['00:00..00:10 1000/min fraud=10% type=refund source=app']);
    expect(share(events, ({ fraud }) => fraud === true)).toBeCloseTo(0.1, 1);
    expect(events[0]).toMatchObject({ type: 'refund', source: 'app' });
  });
});

describe('a change', () => {
  const traffic = '00:00..00:10 600/min bank=icbc|ccb method=qr|card latencyMs=100';

  it('is for what meets all of its conditions, within its span', async () => {
    const events = await eventsOf([
      traffic,
      '00:02..00:04 where bank=icbc|boc method=qr set latencyMs=x3',
      '00:09..00:10 1/min bank=boc',
    ]);
    for (const { time, attributes, latencyMs } of events) {
      const minute = Math.floor(time / 60_000) % 1440;
      if (attributes['bank'] === 'boc') continue;
      const isMeant = attributes['bank'] === 'icbc' && attributes['method'] === 'qr' && minute >= 2 && minute < 4;
      expect(latencyMs).toBe(isMeant ? 300 : 100);
    }
  });

  it('drops what meets it', async () => {
    const events = await eventsOf([traffic, '00:02..00:04 where bank=icbc drop']);
    const gone = events.filter(({ time }) => [2, 3].includes(Math.floor(time / 60_000) % 1440));
    expect(gone.map(({ attributes }) => attributes['bank'])).not.toContain('icbc');
    expect(gone.length).toBeGreaterThan(500);
  });

  it('leaves all else of the events as it was, and the events of other lines too', async () => {
    const before = await eventsOf([traffic]);
    const after = await eventsOf([traffic, '00:02..00:04 where bank=icbc set outcome=failed:50%']);
    const succeeded = (event: PaymentEvent): PaymentEvent => ({ ...event, outcome: 'succeeded' });
    expect(after.map(succeeded)).toEqual(before);
    expect(after.some(({ outcome }) => outcome === 'failed')).toBe(true);
    const added = await eventsOf([traffic, '00:00..00:10 10/min bank=boc']);
    expect(added.filter(({ attributes }) => attributes['bank'] !== 'boc')).toEqual(before);
  });

  it('sees what an earlier one made of an event', async () => {
    const events = await eventsOf([
      '00:00..00:01 10/min bank=icbc',
      '00:00..00:01 where bank=icbc set bank=ccb',
      '00:00..00:01 where bank=ccb set outcome=failed',
    ]);
    expect(share(events, ({ outcome }) => outcome === 'failed')).toBe(1);
  });
});

describe('the delivery', () => {
  const batchesOf = async (...lines: string[]) => arrivalsOf(await aScenario(scenarioText(lines)));

  it('of a late event is in a later minute, its time stays', async () => {
    const batches = await batchesOf('00:00..00:02 10/min late=5m');
    expect(batches.map((minute) => minute.flat().length)).toEqual([0, 0, 0, 0, 0, 10, 10, 0, 0, 0]);
    expect(minutesOf(batches[5]?.flat() ?? [])).toEqual(Array.from({ length: 10 }, () => 0));
  });

  it('of what waits for a time is all at once', async () => {
    const batches = await batchesOf('00:00..00:04 10/min arrives=00:02');
    expect(batches.map((minute) => minute.flat().length)).toEqual([0, 0, 30, 10, 0, 0, 0, 0, 0, 0]);
  });

  it('of what is sent again is in another batch, with the same ids', async () => {
    const [minute = []] = await batchesOf('00:00..00:01 10/min again=2x');
    const ids = minute.map((batch) => batch.map(({ id }) => id));
    expect(ids).toHaveLength(3);
    expect(ids[1]).toEqual(ids[0]);
    expect(new Set(ids[0]).size).toBe(10);
  });

  it('sends a share of the events again', async () => {
    const [minute = []] = await batchesOf('00:00..00:01 10000/min again=3%');
    expect((minute[1]?.length ?? 0) / 10_000).toBeCloseTo(0.03, 2);
  });

  it('of an explicit event is as it says, with what it leaves out filled in', async () => {
    const batches = await batchesOf(
      '{ at: 00:01:05, event: { outcome: failed, amount: 900, currency: CNY, attributes: { bank: boc } } }',
      '{ at: 00:01, event: { id: x, type: chargeback }, arrives: 00:03, again: 1 }',
    );
    expect(batches[1]).toEqual([
      [
        {
          id: 'pay_1',
          source: '',
          time: Date.parse('2026-03-02T00:01:05Z'),
          type: 'payment',
          outcome: 'failed',
          amount: 900,
          currency: 'CNY',
          attributes: { bank: 'boc' },
        },
      ],
    ]);
    expect(batches[3]?.map((batch) => batch.map(({ id, type }) => [id, type]))).toEqual([
      [['x', 'chargeback']],
      [['x', 'chargeback']],
    ]);
  });
});

describe('the seed', () => {
  const line = '00:00..00:05 ~50/min outcome=failed:10% bank=icbc|ccb';

  it('makes the same events again, and another one others', async () => {
    const events = await eventsOf([line], 'seed: 7');
    expect(await eventsOf([line], 'seed: 7')).toEqual(events);
    expect(await eventsOf([line], 'seed: 8')).not.toEqual(events);
  });

  it('makes other events of each line, also where the lines are alike', async () => {
    const events = await eventsOf(['00:00..00:01 50/min', '00:00..00:01 50/min']);
    expect(new Set(events.map(({ time }) => time)).size).toBeGreaterThan(90);
    expect(new Set(events.map(({ id }) => id)).size).toBe(100);
  });
});

describe('history', () => {
  it('is the same hours of the days or weeks before, each with events of its own', async () => {
    const scenario = await aScenario(
      scenarioText(['00:00..00:10 1/min'], { more: 'history:\n  - 2d 23:00..23:10 5/min\n  - 1w 00:00..00:01 7/min' }),
    );
    const arrived = arrivalsOf(scenario, -7 * 1440)
      .flat(2)
      .filter(({ id }) => id.startsWith('past'));
    const days = Map.groupBy(arrived, ({ time }) => new Date(time).toISOString().slice(0, 10));
    expect([...days].map(([day, events]) => [day, events.length])).toEqual([
      ['2026-02-23', 7],
      ['2026-02-28', 50],
      ['2026-03-01', 50],
    ]);
    const [first = [], second = []] = [days.get('2026-02-28'), days.get('2026-03-01')];
    expect(first.map(({ time }) => time % 86_400_000)).not.toEqual(second.map(({ time }) => time % 86_400_000));
  });
});
