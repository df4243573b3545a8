import { expect, it } from 'vitest';
import { addMs, days, durationMs, type EpochMs, epochMs, hours, minutes } from '../../shared/core/units.ts';
import type { SilenceStore } from '../../shared/ports/silences.ts';
import { NOW } from '../support/builders.ts';
import { aSilence } from '../support/silences.ts';

const lasting = (id: string, from: EpochMs, until: EpochMs) => aSilence({ id, period: { kind: 'once', from, until } });
const twoHoursAgo = epochMs(NOW - hours(2));
const later = (duration: number): EpochMs => addMs(NOW, durationMs(duration));

/** What every silence store does. Each test gets an empty one. */
export const silenceStoreContract = (open: () => Promise<SilenceStore>): void => {
  it('has no silence at first', async () => {
    const store = await open();
    expect([await store.read(NOW), await store.list(NOW)]).toEqual([[], []]);
  });

  it('reads back what was put, each value as it was', async () => {
    const store = await open();
    const silence = aSilence({ guardrails: ['a', 'b'], match: ['bank=中国 "银行"', 'method==x'], why: 'a\\b’s é' });
    await store.put(silence);
    expect(await store.read(NOW)).toEqual([silence]);
    expect(await store.list(NOW)).toEqual([silence]);
  });

  it('reads one that has not begun yet, and none that has ended', async () => {
    const store = await open();
    await store.put(lasting('ended', twoHoursAgo, later(-1)));
    await store.put(lasting('ends now', twoHoursAgo, NOW));
    await store.put(lasting('last moment', twoHoursAgo, later(1)));
    await store.put(lasting('planned', later(hours(1)), later(hours(2))));
    expect((await store.read(NOW)).map(({ id }) => id).sort()).toEqual(['last moment', 'planned']);
  });

  it('lists those that have ended too, newest end first', async () => {
    const store = await open();
    await store.put(lasting('first', NOW, later(minutes(1))));
    await store.put(lasting('third', NOW, later(minutes(3))));
    await store.put(lasting('second', NOW, later(minutes(2))));
    expect((await store.list(later(hours(1)))).map(({ id }) => id)).toEqual(['third', 'second', 'first']);
  });

  it('keeps one for 30 days after its end', async () => {
    const store = await open();
    await store.put(lasting('a', NOW, later(hours(1))));
    const end = later(hours(1));
    expect(await store.list(addMs(end, durationMs(days(30) - 1000)))).toHaveLength(1);
    expect(await store.list(addMs(end, days(30)))).toEqual([]);
  });

  it('takes another end under the same id', async () => {
    const store = await open();
    await store.put(lasting('a', NOW, later(hours(1))));
    await store.put(lasting('a', NOW, later(minutes(1))));
    expect(await store.read(later(minutes(2)))).toEqual([]);
    expect(await store.list(later(minutes(2)))).toEqual([lasting('a', NOW, later(minutes(1)))]);
  });

  it('holds more than one page of a query, as all of them', async () => {
    const store = await open();
    const why = 'x'.repeat(100_000);
    const ids = Array.from({ length: 12 }, (_, index) => `silence-${index}`);
    for (const id of ids) await store.put(aSilence({ id, why }));
    expect((await store.read(NOW)).map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it('refuses one that comes back each week: it has no end to be kept by', async () => {
    const store = await open();
    const period = { kind: 'weekly', days: ['sat'], from: '02:00', until: '04:00', timezone: 'UTC' } as const;
    await expect(store.put(aSilence({ period }))).rejects.toThrow('belongs in guardrails.yaml');
    expect(await store.list(NOW)).toEqual([]);
  });
};
