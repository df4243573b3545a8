import { afterEach, describe, expect, it } from 'vitest';
import { dynamoSilences } from '../../shared/adapters/dynamodb/silences.ts';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { addMs, type EpochMs, minutes } from '../../shared/core/units.ts';
import { aGuardrail, aRawEvent, NOW } from '../support/builders.ts';
import { type LocalUnderTest, startLocal } from '../support/local.ts';

let local: LocalUnderTest | undefined;
afterEach(() => local?.system.stop());

const later = (count: number): EpochMs => addMs(NOW, minutes(count));
type Overrides = Record<string, unknown>;

/** Posts what each minute brings, ticks after each, and says what was told when. */
const told = async (
  guardrail: Guardrail,
  length: number,
  eventsOf: (minute: number) => readonly Overrides[],
  prepare: (local: LocalUnderTest) => Promise<void> = async () => undefined,
): Promise<string[]> => {
  local = await startLocal([guardrail]);
  await prepare(local);
  const lines: string[] = [];
  for (let minute = 0; minute < length; minute++) {
    const time = new Date(later(minute)).toISOString();
    const events = eventsOf(minute).map((overrides) => aRawEvent({ time, ...overrides }));
    local.clock.set(later(minute + 1));
    if (events.length > 0) expect(await local.post(events)).toBe(202);
    const before = local.system.alerts.length;
    await local.system.tick(later(minute + 1));
    for (const { subject } of local.system.alerts.slice(before)) lines.push(`${minute + 1} ${subject}`);
  }
  return lines;
};

const times = (count: number, overrides: Overrides = {}): Overrides[] => Array.from({ length: count }, () => overrides);

describe('over the wire', () => {
  it('a volume: payments that stop are told in minutes, and that they are back', async () => {
    const volume = aGuardrail({
      id: 'volume',
      name: 'Volume',
      kind: 'volume',
      bad: undefined,
      critical: { below: '20/min' },
    });
    const lines = await told(volume, 40, (minute) => (minute >= 10 && minute < 16 ? [] : times(60)));
    expect(lines).toEqual([
      expect.stringMatching(/^1[2-4] CRITICAL Volume: overall .*\/min/),
      expect.stringMatching(/^(2|3)\d RESOLVED Volume: overall/),
    ]);
  });

  it('fraud by value: many small ones are no breach, some large ones are', async () => {
    const fraud = (critical: string) =>
      aGuardrail({
        id: 'fraud',
        name: 'Fraud',
        bad: { fraud: [true] },
        weight: 'amount',
        currency: 'CNY',
        critical: { above: critical },
      });
    const small = (): Overrides[] => [...times(30, { fraud: true, amount: 100 }), ...times(70, { amount: 100_000 })];
    const large = (): Overrides[] => [...times(8, { fraud: true, amount: 400_000 }), ...times(92, { amount: 20_000 })];
    expect(await told(fraud('2%'), 5, small)).toEqual([]);
    await local?.system.stop();
    expect(await told(fraud('2%'), 5, large)).toEqual([
      expect.stringMatching(/^\d CRITICAL Fraud: overall 63.5% of value, limit 2%$/),
    ]);
    expect(local?.system.alerts[0]?.text).toContain('CNY 3');
  });

  it('payments instead of attempts: one order that was tried eighty times is one', async () => {
    const retried = (): Overrides[] => [
      ...times(80, { outcome: 'failed', attributes: { order: 'o_1' } }),
      ...Array.from({ length: 100 }, (_, order) => ({ attributes: { order: `o_${order}` } })),
    ];
    expect(await told(aGuardrail({ countBy: 'order' }), 4, retried)).toEqual([]);
    await local?.system.stop();
    expect(await told(aGuardrail(), 4, retried)).toHaveLength(1);
  });

  it('a plain comparison: for 2 minutes, then kept firing for 3', async () => {
    const plain = aGuardrail({ evidence: 'none', window: '1m', for: '2m', keepFiringFor: '3m', minEvents: 5 });
    const lines = await told(plain, 14, (minute) =>
      times(10, { outcome: minute >= 3 && minute < 8 ? 'failed' : 'succeeded' }),
    );
    expect(lines).toEqual([
      expect.stringMatching(/^6 CRITICAL Payment failures: overall 100%/),
      expect.stringMatching(/^12 RESOLVED Payment failures: overall/),
    ]);
  });

  it('a silence from the table holds a message back until it ends', async () => {
    const silence = {
      id: 'sil-1',
      guardrails: [],
      match: [],
      period: { kind: 'once', from: later(0), until: later(6) },
      by: 'anna',
      why: 'database upgrade',
    } as const;
    const failing = () => times(60, { outcome: 'failed' });
    const lines = await told(aGuardrail(), 8, failing, ({ system }) => dynamoSilences(system.table).put(silence));
    expect(lines).toEqual(['6 CRITICAL Payment failures: overall 100%, limit 5%']);
  });
});
