import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { everyMinute } from '../../cli/local/scheduler.ts';
import { type EpochMs, epochMs } from '../../shared/core/units.ts';

const clock = { now: () => epochMs(Date.now()) };

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-03-02T09:00:20Z') }));
afterEach(() => void vi.useRealTimers());

const recorded = () => {
  const times: string[] = [];
  return { times, record: (time: EpochMs) => times.push(new Date(time).toISOString().slice(11, 19)) };
};

test('a tick comes on each minute, with the time that it was due', async () => {
  const { times, record } = recorded();
  const scheduler = everyMinute(clock, async (time) => void record(time));
  await vi.advanceTimersByTimeAsync(39_999);
  expect(times).toEqual([]);
  await vi.advanceTimersByTimeAsync(120_001);
  expect(times).toEqual(['09:01:00', '09:02:00', '09:03:00']);
  await scheduler.stop();
});

test('a tick that takes longer than a minute is let finish, and what was due meanwhile is left out', async () => {
  const { times, record } = recorded();
  const scheduler = everyMinute(clock, async (time) => {
    record(time);
    await new Promise((resolve) => void setTimeout(resolve, 90_000));
  });
  await vi.advanceTimersByTimeAsync(240_000);
  expect(times).toEqual(['09:01:00', '09:03:00']);
  const stopped = scheduler.stop();
  await vi.advanceTimersByTimeAsync(90_000);
  await stopped;
});

test('a scheduler that was stopped ticks no more', async () => {
  const { times, record } = recorded();
  const scheduler = everyMinute(clock, async (time) => void record(time));
  await scheduler.stop();
  await vi.advanceTimersByTimeAsync(240_000);
  expect(times).toEqual([]);
});
