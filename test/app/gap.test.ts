import { describe, expect, it } from 'vitest';
import { addMinutes } from '../../shared/core/units.ts';
import { aGuardrail, THIS_MINUTE } from '../support/builders.ts';
import { recorded } from '../support/recorded.ts';
import { at, aWorld } from '../support/world.ts';

/** Ten minutes of ticks, then three hours without any; in the first of these payments fail, in the last as `failing` says. */
const afterGap = async (failing: number) => {
  const world = aWorld({ guardrails: [aGuardrail({ by: ['bank'] })] });
  for (let minute = 0; minute < 190; minute++) {
    const bad = minute >= 30 && minute < 60 ? 80 : minute >= 180 ? failing : 1;
    await world.traffic(minute, bad, 100, { bank: 'icbc' });
    if (minute < 10) await world.tick(minute + 1);
  }
  return world;
};

describe('three hours without an evaluator, then one tick', () => {
  it('tells nothing of what came and went', async () => {
    const world = await afterGap(1);
    expect(await world.tick(190)).toMatchObject({ status: 'done', sent: 0 });
    expect(world.reasons()).toEqual([]);
  });

  it('tells what is still true, with the figures of now', async () => {
    const world = await afterGap(80);
    await world.tick(190);
    expect(world.reasons()).toEqual(['opened']);
    expect(world.publisher.sent[0]?.text).toContain('80 of 100 (80%) from 12:09 to 12:10 UTC');
  });

  it('seals what was left, after it has told', async () => {
    const world = await afterGap(80);
    const calls: string[] = [];
    const publisher = recorded(world.publisher, 'publish', () => calls.push('publish'));
    const rollups = recorded(world.deps.rollups, 'put', () => calls.push('seal'));
    const { sealed } = await world.tick(190, { publisher, rollups });
    expect(sealed).toMatchObject({ minutes: 180, behind: 0 });
    expect(calls.indexOf('seal')).toBeGreaterThan(calls.lastIndexOf('publish'));
    expect(await world.deps.rollups.sealedThrough()).toBe(addMinutes(THIS_MINUTE, 187));
  });

  it('reads no more raw than two hours, and from the next tick on the newest minutes only', async () => {
    const world = await afterGap(1);
    expect((await world.tick(190)).events).toBeLessThanOrEqual(120 * 100);
    await world.traffic(190, 1, 100, { bank: 'icbc' });
    expect((await world.tick(191)).events).toBe(300);
    expect(await world.deps.ticks.last()).toBe(at(191));
  });
});
