import { describe, expect, it } from 'vitest';
import { rawBounds, RawMinutes } from '../../../cli/replay/raw-minutes.ts';
import { addMinutes, type EpochMinute } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';

const at = (minute: number): EpochMinute => addMinutes(THIS_MINUTE, minute);
const of = (minute: number, bytes: number) => ({ minute: at(minute), data: { length: bytes } as Uint8Array });

describe('the raw minutes of a replay', () => {
  it('are held for a day and an hour where they are small', () => {
    const raw = new RawMinutes(at(0));
    for (let minute = 0; minute < rawBounds.minutes; minute++) raw.take(of(minute, 1000));
    expect(raw.forget(at(rawBounds.minutes))).toBe(at(0));
    expect(raw.forget(at(rawBounds.minutes + 1))).toBe(at(1));
    expect([raw.take(of(0, 1)), raw.take(of(1, 1))]).toEqual([false, true]);
  });

  it('are forgotten sooner, the oldest first, where there are too many bytes', () => {
    const raw = new RawMinutes(at(0));
    const bytes = rawBounds.bytes / 100;
    for (let minute = 0; minute < 150; minute++) raw.take(of(minute, bytes));
    expect(raw.forget(at(150))).toBe(at(50));
    raw.take(of(150, bytes));
    expect(raw.forget(at(151))).toBe(at(51));
  });

  it('are never fewer than an hour, and stay forgotten', () => {
    const raw = new RawMinutes(at(0));
    for (let minute = 0; minute < 100; minute++) raw.take(of(minute, rawBounds.bytes));
    expect(raw.forget(at(100))).toBe(at(100 - rawBounds.leastMinutes));
    expect(raw.take(of(20, 1))).toBe(false);
    expect(raw.forget(at(99))).toBe(at(100 - rawBounds.leastMinutes));
  });
});
