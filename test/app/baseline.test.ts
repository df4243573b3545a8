import { beforeEach, describe, expect, it } from 'vitest';
import type { PaymentEvent } from '../../shared/core/event/event.ts';
import { evidenceDefaults } from '../../shared/core/evidence/constants.ts';
import { mergeRollups, rollupOf } from '../../shared/core/rollup/rollup.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { dedupe } from '../../shared/core/segment/dedupe.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { addMinutes, addMs, durationMs, hourOf, MINUTES_PER_DAY } from '../../shared/core/units.ts';
import { aGuardrail, aLatencyGuardrail, anEvent, aVolumeGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { columnsOf } from '../support/rows.ts';
import { at, aWorld } from '../support/world.ts';

const baseline = { weeks: 4 };
const guardrails = [
  aVolumeGuardrail({ baseline, by: ['bank'], critical: { below: '50% of baseline' } }),
  aGuardrail({ baseline, by: ['bank'], critical: { above: '2x baseline' } }),
  aLatencyGuardrail({ baseline, by: ['bank'], critical: { above: '2x baseline' } }),
];
const WEEK = 7 * MINUTES_PER_DAY;
const BANKS = ['icbc', 'ccb', 'abc'];

interface Traffic {
  readonly perBank?: number;
  readonly failed?: number;
  readonly latencyMs?: number;
}

/** Of each bank so many payments, of which some fail. */
const payments = (minute: number, of: (bank: string) => Traffic): PaymentEvent[] =>
  BANKS.flatMap((bank) => {
    const { perBank = 50, failed = 1, latencyMs = 300 } = of(bank);
    return Array.from({ length: perBank }, (_, index) =>
      anEvent({
        id: `${bank}-${minute}-${index}`,
        time: addMs(at(minute), durationMs(index)),
        outcome: index < failed ? 'failed' : 'succeeded',
        latencyMs: latencyMs + index * 4,
        attributes: { bank },
      }),
    );
  });

type World = ReturnType<typeof aWorld>;
let world: World;

/** What evaluators have left of so many past weeks around this clock time, and of the last hours: normal traffic. */
const remember = async ({ deps: { rollups } }: World, weeks: number): Promise<void> => {
  const distinct = dedupe([columnsOf(payments(0, () => ({})))]);
  for (const part of partsOf(guardrails)) {
    const minute = rollupOf(part, THIS_MINUTE, distinct);
    const hour = encodeRollup(mergeRollups(Array.from({ length: 60 }, () => minute)));
    for (let ago = 0; ago <= weeks; ago++) {
      const now = addMinutes(THIS_MINUTE, -ago * WEEK);
      const end = ago === 0 ? -3 : evidenceDefaults.baseline.margin + 60;
      for (let start = addMinutes(hourOf(now), -180); start < now + end; start = addMinutes(start, 1))
        await rollups.put(part, 'minute', { start, data: encodeRollup(minute) }, 0, 'past');
      for (let hours = 3; hours <= 28; hours++)
        await rollups.put(part, 'hour', { start: addMinutes(hourOf(now), -hours * 60), data: hour }, 0, 'past');
    }
  }
  await rollups.advance(addMinutes(THIS_MINUTE, -4), undefined, 'past');
};

const play = async (from: number, to: number, of: (bank: string) => Traffic): Promise<string[]> => {
  const before = world.publisher.sent.length;
  for (let minute = from; minute < to; minute++) {
    await world.segments.put(encodeBatch(payments(minute, of)).segments);
    const report = await world.tick(minute + 1);
    expect(report.failures).toEqual([]);
  }
  return world.publisher.sent.slice(before).map(({ subject }) => subject);
};

const icbc =
  (traffic: Traffic) =>
  (bank: string): Traffic =>
    bank === 'icbc' ? traffic : {};

describe('what is normal at this time', () => {
  beforeEach(async () => {
    world = aWorld({ guardrails });
    await remember(world, 4);
    expect(await play(-3, 0, () => ({}))).toEqual([]);
  });

  it('keeps quiet while it goes on', async () => {
    expect(await play(0, 5, () => ({}))).toEqual([]);
  });

  it('has a bank that falls silent told within minutes, with what should have come', async () => {
    const told = await play(0, 6, icbc({ perBank: 0 }));
    expect(told).toEqual([expect.stringMatching(/^CRITICAL Payment volume: bank=icbc .*50% of baseline \(25\/min\)/)]);
    const [message] = world.publisher.sent;
    expect(message?.text).toContain('Normal at this time: 50/min (median of 4 past weeks).');
    expect(JSON.parse(message?.json ?? '')).toMatchObject({
      parapet: { members: [{ group: 'bank=icbc', normal: { rate: 50, limit: 25, weeks: 4 } }] },
    });
  });

  it('has failures told that are normal nowhere', async () => {
    const told = await play(0, 4, icbc({ failed: 20 }));
    expect(told).toEqual([
      expect.stringMatching(/^CRITICAL Payment failures: bank=icbc 40%, limit 2x baseline \(4%\)/),
    ]);
  });

  it('has answers told that are slower than ever, with the percentile of now and then', async () => {
    const told = await play(0, 4, icbc({ latencyMs: 2_000 }));
    expect(told).toEqual([
      expect.stringMatching(/^CRITICAL Payment latency: bank=icbc p95 2,1\d\d ms, limit 2x baseline/),
    ]);
    expect(world.publisher.sent[0]?.text).toMatch(/Normal at this time: p95 4[89]\d ms \(median of 4 past weeks\)\./);
  });
});

describe('without three past weeks', () => {
  it('nothing is proven, and the reason says so', async () => {
    world = aWorld({ guardrails });
    await remember(world, 2);
    expect(await play(-3, 5, icbc({ perBank: 0 }))).toEqual([]);
    const report = await world.tick(6);
    const seen = report.observations.get('payment-volume')?.get('bank=icbc')?.verdict;
    expect(seen).toMatchObject({ kind: 'inconclusive', reason: expect.stringContaining('2 of 4 past weeks') });
  });
});
