import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayRollups } from '../../../cli/replay/rollups.ts';
import { memoryRollups } from '../../../shared/adapters/memory/rollups.ts';
import { addMinutes, type EpochMinute } from '../../../shared/core/units.ts';
import { NOW, THIS_MINUTE } from '../../support/builders.ts';

const part = { id: 'metric', by: 'bank' };
const at = (minute: number): EpochMinute => addMinutes(THIS_MINUTE, minute);
const minute = fc.integer({ min: 0, max: 8 });
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('put' as const), minute, version: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ kind: fc.constant('read' as const), minute, length: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ kind: fc.constant('advance' as const), minute, from: fc.option(minute, { nil: undefined }) }),
  ),
  { maxLength: 40 },
);

describe('the rollups of a replay', () => {
  it('answer as those in memory do, for one writer after the other', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const [ours, theirs] = [replayRollups(), memoryRollups()];
        await ours.advance(at(0), undefined, 'first');
        await theirs.advance(at(0), undefined, 'first');
        for (const [index, step] of all.entries()) {
          const writer = `writer-${index}`;
          const answers = [ours, theirs].map((store) => {
            switch (step.kind) {
              case 'put':
                return store.put(
                  part,
                  'minute',
                  { start: at(step.minute), data: Uint8Array.of(index) },
                  step.version,
                  writer,
                );
              case 'read':
                return store.read(part, 'minute', at(step.minute), at(step.minute + step.length), NOW);
              case 'advance':
                return store.advance(at(step.minute), step.from === undefined ? at(0) : at(step.from), writer);
            }
          });
          const settled = await Promise.allSettled<unknown>(answers);
          // What nobody has put is found by no writer either: one throws there, the other says no.
          const [mine, others] = settled.map((answer) => (answer.status === 'fulfilled' ? answer.value : false));
          expect(mine).toEqual(others);
          expect(await ours.sealedThrough()).toBe(await theirs.sealedThrough());
        }
      }),
    );
  });

  it('are handed out as the same bytes again and again', async () => {
    const store = replayRollups();
    await store.put(part, 'hour', { start: at(0), data: Uint8Array.of(1) }, 0, 'w');
    const read = async () => (await store.read(part, 'hour', at(0), at(60), NOW))[0]?.data;
    expect(await read()).toBe(await read());
  });

  it('forget one unit before a minute, and leave the others', async () => {
    const store = replayRollups();
    for (const unit of ['minute', 'hour'] as const)
      for (const start of [at(0), at(60)]) await store.put(part, unit, { start, data: Uint8Array.of(1) }, 0, 'w');
    store.forget('minute', at(60));
    const starts = async (unit: 'minute' | 'hour') =>
      (await store.read(part, unit, at(-100), at(100), NOW)).map(({ start }) => start);
    expect(await starts('minute')).toEqual([at(60)]);
    expect(await starts('hour')).toEqual([at(0), at(60)]);
  });
});
