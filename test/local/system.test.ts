import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRules } from '../../cli/files.ts';
import { closeServer, listenOnLoopback } from '../../cli/local/listen.ts';
import { startLocalSystem } from '../../cli/local/system.ts';
import { type VirtualClock, virtualClock } from '../../cli/local/virtual-clock.ts';
import { type EpochMs, epochMs } from '../../shared/core/units.ts';

const at = (time: string): EpochMs => epochMs(Date.parse(`2026-03-02T${time}Z`));
const { guardrails } = await readRules('guardrails.yaml');

let clock: VirtualClock;
let dataDir: string;
beforeEach(async () => {
  clock = virtualClock(at('09:00:00'));
  dataDir = await mkdtemp(join(tmpdir(), 'parapet-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** One payment a second from a moment on; all of them end the same way. */
const batch = (prefix: string, from: EpochMs, count: number, outcome: string): string =>
  JSON.stringify({
    events: Array.from({ length: count }, (_, index) => ({
      id: `${prefix}-${index}`,
      time: from + index * 1000,
      outcome,
      attributes: { method: 'card', bank: 'icbc' },
    })),
  });

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

test('what comes over HTTP and through the queue is judged together, and its alert is received', async () => {
  const heard: string[] = [];
  const system = await startLocalSystem({ clock, guardrails, onAlert: ({ subject }) => heard.push(subject) });
  try {
    clock.set(at('09:02:00'));
    expect((await post(system.eventsUrl, batch('http', at('09:00:00'), 100, 'failed'))).status).toBe(202);
    await system.sendToQueue(batch('queue', at('09:00:00'), 100, 'succeeded'));
    expect(await system.drainQueue()).toBe(1);

    expect(await system.tick(at('09:02:00'))).toMatchObject({ status: 'done', events: 200, duplicates: 0, sent: 1 });
    expect(heard).toEqual([expect.stringMatching(/^CRITICAL Payment failures: .* 50%, limit 15%$/)]);
    const [alert] = system.alerts;
    expect(alert?.text).toContain('40 of 80 (50%)');
    expect(JSON.parse(alert?.message ?? '')).toMatchObject({ NewStateValue: 'ALARM', Region: 'us-east-1' });
    expect(alert?.attributes.get('severity')).toBe('critical');
  } finally {
    await system.stop();
  }
});

test('a tick that the schedule delivers twice is judged once', async () => {
  const system = await startLocalSystem({ clock, guardrails });
  try {
    clock.set(at('09:02:00'));
    await post(system.eventsUrl, batch('a', at('09:00:00'), 60, 'failed'));
    expect(await system.tick(at('09:02:00'))).toMatchObject({ status: 'done', sent: 1 });
    expect(await system.tick(at('09:02:00'))).toMatchObject({ status: 'old', sent: 0 });
    expect(system.alerts).toHaveLength(1);
  } finally {
    await system.stop();
  }
});

test('with a data directory, events and incidents survive a restart, and what was told is not told again', async () => {
  const first = await startLocalSystem({ clock, guardrails, dataDir });
  clock.set(at('09:02:00'));
  await post(first.eventsUrl, batch('a', at('09:00:00'), 100, 'failed'));
  await first.tick(at('09:02:00'));
  expect(first.alerts).toHaveLength(1);
  await first.sendToQueue(batch('late', at('09:01:00'), 10, 'failed'));
  await first.stop();

  const second = await startLocalSystem({ clock, guardrails, dataDir });
  try {
    clock.set(at('09:03:00'));
    expect(await second.drainQueue()).toBe(1);
    expect(await second.tick(at('09:03:00'))).toMatchObject({ status: 'done', events: 110, sent: 0 });
    expect(second.alerts).toEqual([]);
  } finally {
    await second.stop();
  }
});

test('a port that is taken is an error, and nothing is left running', async () => {
  // Below the ports that an operating system hands out by itself: the one after it is taken too, and must be free here.
  const port = 20_000 + 2 * (process.pid % 5_000);
  const taken = createServer();
  await listenOnLoopback(taken, port);
  try {
    await expect(startLocalSystem({ clock, guardrails, port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    const next = createServer();
    expect(await listenOnLoopback(next, port + 1)).toBe(port + 1);
    await closeServer(next);
  } finally {
    await closeServer(taken);
  }
});
