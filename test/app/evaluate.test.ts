import { describe, expect, it } from 'vitest';
import { memoryPublisher } from '../../shared/adapters/memory/publisher.ts';
import { countRaw } from '../../shared/app/count-raw.ts';
import { epochMs } from '../../shared/core/units.ts';
import type { SegmentStore } from '../../shared/ports/segments.ts';
import { aGuardrail, aLatencyGuardrail } from '../support/builders.ts';
import { at, aWorld, brittle, downPublisher } from '../support/world.ts';

/** A world in which every payment has failed for three minutes, and nobody was told yet. */
const aBrokenWorld = async (...args: Parameters<typeof aWorld>) => {
  const world = aWorld(...args);
  for (let minute = 0; minute < 3; minute++) await world.traffic(minute, 80, 100);
  return world;
};

describe('a tick', () => {
  it('judges what it reads and tells it', async () => {
    const world = await aBrokenWorld();
    expect(await world.tick(3)).toMatchObject({
      status: 'done',
      judged: 1,
      failures: [],
      sent: 1,
      unsent: 0,
      events: 300,
      duplicates: 0,
    });
    expect(world.reasons()).toEqual(['opened']);
    expect(world.publisher.sent[0]?.text).toContain('80 of 100 (80%) from 09:02 to 09:03 UTC');
  });

  it('invoked twice says it once', async () => {
    const world = await aBrokenWorld();
    await world.tick(3);
    expect(await world.tick(3)).toMatchObject({ status: 'old', sent: 0 });
    expect(world.reasons()).toEqual(['opened']);
  });

  it('invoked twice at once says it once', async () => {
    const world = await aBrokenWorld();
    const reports = await Promise.all([world.tick(3), world.tick(3)]);
    expect(reports.map(({ status }) => status).sort()).toEqual(['done', 'overtaken']);
    expect(world.reasons()).toEqual(['opened']);
  });

  it('does not send what an evaluator of the same tick has saved and is about to send', async () => {
    const world = await aBrokenWorld();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: publishing, resolve: reached } = Promise.withResolvers<void>();
    const slow = {
      ...world.publisher,
      publish: async (...args: Parameters<typeof world.publisher.publish>) => {
        reached();
        await released;
        return world.publisher.publish(...args);
      },
    };
    const first = world.tick(3, { publisher: slow });
    await publishing;
    expect(await world.tick(3)).toMatchObject({ status: 'done', sent: 0 });
    expect(world.keys()).toEqual([]);
    release();
    expect(await first).toMatchObject({ status: 'overtaken', sent: 1 });
    expect(world.keys()).toHaveLength(1);
  });

  it('archives an incident once it can not be reopened', async () => {
    const world = await aBrokenWorld();
    for (let minute = 3; minute < 60; minute++) {
      await world.traffic(minute, 1, 100);
      await world.tick(minute);
    }
    expect(world.reasons()).toEqual(['opened', 'resolved']);
    expect([...world.incidents.archived.values()]).toMatchObject([
      { id: 'payment-failures-20260302T0903Z', status: 'resolved', sequence: 2 },
    ]);
    expect((await world.incidents.readAll()).get('payment-failures')?.state.incident).toBeUndefined();
  });

  it('judged again by another evaluator of the same minute is not a second look', async () => {
    const world = aWorld();
    await world.traffic(0, 14, 100);
    await world.traffic(1, 13, 100);
    // The first evaluator ends before it advances the tick item, so that the second does not know of it.
    const broken = { ticks: brittle(world.deps.ticks, (_, method) => (method === 'advance' ? 'before' : undefined)) };
    await expect(world.tick(2, broken)).rejects.toThrow('advance');
    await world.tick(2);
    expect(world.reasons()).toEqual([]);
    await world.tick(3);
    expect(world.reasons()).toEqual(['opened']);
  });

  it('older than one that was finished changes nothing', async () => {
    const world = await aBrokenWorld();
    await world.tick(3);
    const before = await world.incidents.readAll();
    expect(await world.tick(2)).toMatchObject({ status: 'old' });
    expect(await world.incidents.readAll()).toEqual(before);
  });

  it('more than a minute ahead of the clock is refused', async () => {
    const world = await aBrokenWorld();
    const slow = { clock: { now: () => at(1) } };
    expect(await world.tick(3, slow)).toMatchObject({ status: 'future' });
    expect(await world.tick(2, slow)).toMatchObject({ status: 'done' });
  });

  it('after a gap judges the newest minutes and tells nothing of what came and went', async () => {
    const world = aWorld();
    await world.traffic(0, 90, 100);
    for (let minute = 100; minute < 170; minute++) await world.traffic(minute, 1, 100);
    await world.tick(170);
    expect(world.reasons()).toEqual([]);
  });

  it('writes a state at its first look and then only when something changes', async () => {
    const world = aWorld();
    const saves: string[] = [];
    const incidents = brittle(world.incidents, (_, method) => void (method === 'save' && saves.push(method)));
    for (let minute = 0; minute < 5; minute++) {
      await world.traffic(minute, 1, 100);
      await world.tick(minute + 1, { incidents });
    }
    expect(saves).toEqual(['save']);
  });

  it('reports guardrails whose pattern found nothing for a day', async () => {
    const world = aWorld({
      guardrails: [aGuardrail(), aGuardrail({ id: 'misspelt', of: { method: ['cadr'] } })],
    });
    const reports: (readonly string[])[] = [];
    for (let minute = 1; minute <= 24 * 60 + 31; minute += 30) {
      await world.traffic(minute - 1, 1, 100);
      reports.push((await world.tick(minute)).unmatched);
    }
    expect(reports.flat()).toEqual(['misspelt', 'misspelt']);
    expect(reports.at(-3)).toEqual([]);
  });

  it('holds back what a silence covers and tells it when that ends', async () => {
    const world = await aBrokenWorld();
    await world.deps.silences.put({
      id: 'sil-1',
      guardrails: ['payment-failures'],
      match: [],
      period: { kind: 'once', from: at(0), until: at(6) },
      by: 'anna',
      why: 'database upgrade',
    });
    const decisions: unknown[] = [];
    for (let minute = 3; minute <= 6; minute++) {
      decisions.push((await world.tick(minute)).decisions['payment-failures']);
      await world.traffic(minute, 80, 100);
    }
    expect(decisions).toEqual(['silenced: sil-1', 'silenced: sil-1', 'silenced: sil-1', 'opened']);
    expect(world.reasons()).toEqual(['opened']);
    expect(world.publisher.sent[0]?.text).toContain('anna (database upgrade)');
  });

  it('closes a guardrail that was removed while it was broken, and archives it', async () => {
    const world = await aBrokenWorld();
    await world.tick(3);
    const others = { guardrails: [aGuardrail({ id: 'another', of: { method: ['cash'] } })] };
    expect((await world.tick(4, others)).decisions).toEqual({
      another: expect.any(String) as string,
      'payment-failures': 'closed',
    });
    await world.tick(5, others);
    expect(world.reasons()).toEqual(['opened', 'closed']);
    expect([...world.incidents.archived.values()]).toMatchObject([{ ending: 'rule-removed' }]);
  });
});

describe('a message', () => {
  it('names who is behind it, what it has cost and whom to look up', async () => {
    const world = aWorld({ guardrails: [aGuardrail({ by: ['bank'] })] });
    for (let minute = -10; minute < 3; minute++) {
      for (const bank of ['icbc', 'ccb', 'abc', 'boc'])
        await world.traffic(minute, bank === 'icbc' && minute >= 0 ? 60 : 1, 100, { bank });
    }
    await world.tick(3);
    const [message] = world.publisher.sent;
    const { parapet } = JSON.parse(message?.json ?? '') as { parapet: Record<string, unknown> };
    expect(parapet['who']).toMatchObject({ kind: 'named', culprits: [{ values: ['bank=icbc'] }] });
    expect(parapet['impact']).toMatchObject({ amounts: [{ currency: 'CNY' }] });
    expect(parapet['examples']).toEqual([expect.stringMatching(/^pay_/), expect.stringMatching(/^pay_/)]);
  });

  it('goes without once a tick has spent its time on explanations', async () => {
    const world = await aBrokenWorld();
    let asked = 0;
    await world.tick(3, { clock: { now: () => epochMs(at(3) + 16_000 * asked++) } });
    const { parapet } = JSON.parse(world.publisher.sent[0]?.json ?? '') as { parapet: Record<string, unknown> };
    expect(parapet).not.toHaveProperty('impact');
  });

  it('goes without where the raw events can not be read again', async () => {
    const world = await aBrokenWorld();
    const counts = countRaw(world.segments);
    const blind: SegmentStore = {
      ...world.segments,
      read: () => {
        throw new Error('throttled');
      },
    };
    await world.tick(3, { counts, segments: blind });
    expect(world.reasons()).toEqual(['opened']);
  });
});

describe('when reading fails', () => {
  it('half of a window leaves every state alone and is no tick', async () => {
    const world = await aBrokenWorld();
    await world.tick(3);
    const before = await world.incidents.readAll();
    const halves: SegmentStore = {
      ...world.segments,
      read: async function* (from, to, asOf) {
        for await (const minute of world.segments.read(from, to, asOf)) {
          yield minute;
          throw new Error('page 2 failed');
        }
      },
    };
    await expect(world.tick(4, { counts: countRaw(halves) })).rejects.toThrow('page 2 failed');
    expect(await world.incidents.readAll()).toEqual(before);
    expect(await world.deps.ticks.last()).toBe(at(3));
  });

  it('a segment that can not be read is counted and left out', async () => {
    const world = await aBrokenWorld();
    const corrupt: SegmentStore = {
      ...world.segments,
      read: async function* (from, to, asOf) {
        for await (const { minute, segments } of world.segments.read(from, to, asOf)) {
          const [first] = segments;
          yield {
            minute,
            segments: first === undefined ? [] : [...segments, { ...first, id: 'x', data: new Uint8Array([1, 2, 3]) }],
          };
        }
      },
    };
    expect(await world.tick(3, { counts: countRaw(corrupt) })).toMatchObject({
      status: 'done',
      unreadableSegments: 3,
      events: 300,
      sent: 1,
    });
  });
});

describe('a guardrail that fails', () => {
  it('is counted, and the others are judged and told', async () => {
    const world = await aBrokenWorld({ guardrails: [aGuardrail({ id: 'first' }), aGuardrail({ id: 'second' })] });
    const incidents = brittle(world.incidents, (call, method) =>
      method === 'save' && call < 3 ? 'before' : undefined,
    );
    const report = await world.tick(3, { incidents });
    expect(report.failures.map(({ guardrail }) => guardrail)).toEqual(['first']);
    expect(world.keys()).toEqual(['second-20260302T0903Z#1']);
    await world.traffic(3, 80, 100);
    await world.tick(4);
    expect(world.keys()).toEqual(['second-20260302T0903Z#1', 'first-20260302T0904Z#1']);
  });
});

describe('delivery', () => {
  it('waits while SNS is down, without trying each message, and goes out at the next tick', async () => {
    const world = await aBrokenWorld({ guardrails: [aGuardrail({ id: 'first' }), aGuardrail({ id: 'second' })] });
    let attempts = 0;
    const down = downPublisher(world.publisher);
    const counting = {
      ...down,
      publish: (...args: Parameters<typeof down.publish>) => (attempts++, down.publish(...args)),
    };
    expect(await world.tick(3, { publisher: counting })).toMatchObject({
      status: 'done',
      sent: 0,
      unsent: 2,
      deliveryError: expect.any(Error),
    });
    expect(attempts).toBe(1);
    expect(await world.tick(4)).toMatchObject({ sent: 2, unsent: 0 });
    expect(world.keys()).toEqual(['first-20260302T0903Z#1', 'second-20260302T0903Z#1']);
  });

  it('a crash between saving and publishing: the message goes out at the next tick, under the key it was saved with', async () => {
    const world = await aBrokenWorld();
    await world
      .tick(3, {
        publisher: downPublisher(world.publisher),
        ticks: brittle(world.deps.ticks, (_, method) => (method === 'advance' ? 'before' : undefined)),
      })
      .catch(() => undefined);
    expect(world.keys()).toEqual([]);
    await world.tick(4);
    await world.tick(5);
    expect(world.keys()).toEqual(['payment-failures-20260302T0903Z#1']);
  });

  it('a crash between publishing and acknowledging: once more at most, under the same key', async () => {
    const world = await aBrokenWorld();
    let saves = 0;
    const incidents = brittle(world.incidents, (_, method) =>
      method === 'save' && ++saves === 2 ? 'before' : undefined,
    );
    await expect(world.tick(3, { incidents })).rejects.toThrow('save');
    for (let minute = 4; minute < 8; minute++) await world.tick(minute);
    expect(world.keys()).toEqual(['payment-failures-20260302T0903Z#1', 'payment-failures-20260302T0903Z#1']);
  });

  it('what SNS refuses is sent once more in short', async () => {
    const world = await aBrokenWorld();
    const picky = memoryPublisher(({ text }) =>
      text.includes('Not by chance') ? { kind: 'refused', reason: 'InvalidParameter' } : { kind: 'sent' },
    );
    expect(await world.tick(3, { publisher: picky })).toMatchObject({ sent: 1, setAside: 0 });
    expect(picky.sent.map(({ subject }) => subject)).toEqual(['CRITICAL payment-failures']);
  });

  it('what SNS refuses in both forms is set aside, and what waits behind it goes on', async () => {
    const world = await aBrokenWorld({ guardrails: [aGuardrail({ id: 'cursed' }), aGuardrail({ id: 'blessed' })] });
    const picky = memoryPublisher(({ subject }) =>
      subject.includes('cursed') || subject.includes('Payment failures')
        ? { kind: 'refused', reason: 'InvalidParameter' }
        : { kind: 'sent' },
    );
    expect(await world.tick(3, { publisher: picky })).toMatchObject({ sent: 1, setAside: 1, unsent: 0 });
    expect([...world.incidents.aside.keys()]).toEqual(['cursed-20260302T0903Z#1']);
    expect(await world.tick(4, { publisher: picky })).toMatchObject({ sent: 0, setAside: 0 });
  });
});

describe('messages about a latency', () => {
  it('show the percentile over the window that spoke', async () => {
    const world = aWorld({ guardrails: [aLatencyGuardrail({ by: ['bank'] })] });
    for (let minute = 0; minute < 3; minute++) await world.traffic(minute, 0, 100, { bank: 'icbc' });
    await world.tick(3);
    expect(world.reasons()).toEqual([]);
    const slow = aWorld({ guardrails: [aLatencyGuardrail({ critical: { above: '100ms' }, by: ['bank'] })] });
    for (let minute = 0; minute < 3; minute++) await slow.traffic(minute, 0, 100, { bank: 'icbc' });
    await slow.tick(3);
    expect(slow.publisher.sent[0]?.subject).toBe('CRITICAL Payment latency: overall p95 120 ms, limit 100ms');
    expect(slow.publisher.sent[0]?.text).toContain('bank=icbc: p95 120 ms (100 of 100)');
  });
});
