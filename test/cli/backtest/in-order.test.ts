import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Beat } from '../../../cli/backtest/beat.ts';
import { DISORDER_MINUTES, InOrder, LONGEST_GAP_MINUTES } from '../../../cli/backtest/in-order.ts';
import { decodeSegment } from '../../../shared/core/segment/decode-segment.ts';
import { addMinutes, startOf } from '../../../shared/core/units.ts';
import { anEvent, THIS_MINUTE } from '../../support/builders.ts';

const event = (minute: number) => anEvent({ time: startOf(addMinutes(THIS_MINUTE, minute)) });
/** Minutes since the start, each with the minutes of what came in it. */
const plain = (beats: Iterable<Beat>) =>
  [...beats].map(({ minute, segments }) => [
    minute - THIS_MINUTE,
    segments.flatMap((segment) =>
      Array.from({ length: segment.count }, () => decodeSegment(segment).minute - THIS_MINUTE),
    ),
  ]);
const add = (inOrder: InOrder, ...minutes: readonly number[]): unknown[] =>
  minutes.flatMap((minute) => {
    expect(inOrder.add(event(minute))).toBe(true);
    return plain(inOrder.ended());
  });

describe('events that are roughly in order', () => {
  it('end a minute once one came that is ten minutes younger', () => {
    const inOrder = new InOrder();
    expect(add(inOrder, 0, 5, 0, DISORDER_MINUTES - 1)).toEqual([]);
    expect(add(inOrder, DISORDER_MINUTES)).toEqual([[0, [0, 0]]]);
    expect(add(inOrder, DISORDER_MINUTES + 1)).toEqual([[1, []]]);
    expect(inOrder.late).toBe(0);
  });

  it('begin with the oldest, though it did not come first', () => {
    expect(add(new InOrder(), 5, 2, 12)).toEqual([[2, [2]]]);
  });

  it('come with the next minute that ends where theirs has ended, and are late', () => {
    const inOrder = new InOrder();
    expect(add(inOrder, 0, 12)).toEqual([
      [0, [0]],
      [1, []],
      [2, []],
    ]);
    expect(add(inOrder, 1, 13)).toEqual([[3, [1]]]);
    expect(inOrder.late).toBe(1);
  });

  it('end all minutes that are left with the last event', () => {
    const inOrder = new InOrder();
    add(inOrder, 0, 2);
    expect(plain(inOrder.rest())).toEqual([
      [0, [0]],
      [1, []],
      [2, [2]],
    ]);
    expect(plain(inOrder.rest())).toEqual([]);
    expect(plain(new InOrder().rest())).toEqual([]);
  });

  it('are refused where one is so far ahead that its clock must be wrong', () => {
    const inOrder = new InOrder();
    add(inOrder, 0);
    expect(inOrder.add(event(LONGEST_GAP_MINUTES + 1))).toBe(false);
    expect(inOrder.add(event(1))).toBe(true);
  });

  it('are none of them lost, whatever their order, and minutes follow each other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 80 }), (minutes) => {
        const inOrder = new InOrder();
        const beats = [
          ...minutes.flatMap((minute) => {
            inOrder.add(event(minute));
            return [...inOrder.ended()];
          }),
          ...inOrder.rest(),
        ];
        expect(beats.map(({ minute }) => minute)).toEqual(
          beats.map((_, index) => addMinutes(beats[0]?.minute ?? THIS_MINUTE, index)),
        );
        const counted = beats.flatMap(({ segments }) => segments).reduce((sum, { count }) => sum + count, 0);
        expect(counted).toBe(minutes.length);
        const early = beats.flatMap(({ minute, segments }) => segments.filter((segment) => segment.minute > minute));
        expect(early).toEqual([]);
      }),
    );
  });
});
