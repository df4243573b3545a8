import { describe, expect, it } from 'vitest';
import { decodeHistories, encodeHistories } from '../../../shared/core/history/histories-codec.ts';
import {
  enterParts,
  fillParts,
  MOST_PARTS,
  noHistories,
  type PartHistories,
  settleParts,
  widestGap,
} from '../../../shared/core/history/part-histories.ts';
import { limits } from '../../../shared/core/limits.ts';
import { addMinutes, type EpochMinute } from '../../../shared/core/units.ts';
import { THIS_MINUTE } from '../../support/builders.ts';

const minute = (offset: number): EpochMinute => addMinutes(THIS_MINUTE, offset);
const histories = (parts: Readonly<Record<string, number>>, ...entering: string[]): PartHistories => ({
  begin: minute(-1000),
  parts: new Map(Object.entries(parts).map(([name, offset]) => [name, minute(offset)])),
  entering: new Set(entering),
});

describe('before minutes are sealed', () => {
  it('what is new enters, and nothing is known of it yet', () => {
    expect(enterParts(histories({ a: -10 }), ['a', 'b'], false)).toEqual(histories({ a: -10 }, 'b'));
  });

  it('what left the rules goes, known or entering', () => {
    expect(enterParts(histories({ a: -10, b: -20 }, 'c'), ['a'], false)).toEqual(histories({ a: -10 }));
  });

  it('after a gap all enter anew', () => {
    expect(enterParts(histories({ a: -10, b: -20 }), ['a', 'b'], true)).toEqual(histories({}, 'a', 'b'));
  });

  it.each([
    ['all are known', histories({ a: -10, b: -20 }), false],
    ['they entered before, and the cursor was not moved', histories({ a: -10 }, 'b'), false],
    ['they entered before, after the same gap', histories({}, 'a', 'b'), true],
  ])('nothing is to be saved where %s', (_sentence, before, afterGap) => {
    expect(enterParts(before, ['b', 'a'], afterGap)).toBe(before);
  });

  it('no more are remembered than fit into an item', () => {
    const names = Array.from(
      { length: MOST_PARTS + 5 },
      (_, index) => `${String(index).padStart(12, '0')}#${'x'.repeat(64)}`,
    );
    const entered = enterParts(noHistories, names, false);
    expect(entered.entering.size).toBe(MOST_PARTS);
    expect(encodeHistories(settleParts(entered, THIS_MINUTE)).length).toBeLessThan(limits.itemBytes - 1_000);
    expect(enterParts(entered, names, false)).toBe(entered);
  });
});

describe('once the cursor was moved', () => {
  it('what entered is known from there on, and the rest as before', () => {
    expect(settleParts(histories({ a: -10 }, 'b', 'c'), minute(0))).toEqual(histories({ a: -10, b: 0, c: 0 }));
  });

  it('the first minute is the begin, and stays it', () => {
    const first = settleParts({ ...noHistories, entering: new Set(['a']) }, minute(0));
    expect(first).toEqual({ begin: minute(0), parts: new Map([['a', minute(0)]]), entering: new Set() });
    expect(settleParts({ ...first, entering: new Set(['b']) }, minute(5)).begin).toBe(minute(0));
  });

  it('nothing is to be saved where nothing entered', () => {
    const before = histories({ a: -10 });
    expect(settleParts(before, minute(0))).toBe(before);
  });
});

describe('the widest gap', () => {
  const among = new Set(['a', 'b', 'c', 'd']);

  it('is of those that are known the least far back, together', () => {
    expect(widestGap(histories({ a: -10, b: -20, c: -10 }), among, minute(-30))).toEqual({
      names: ['a', 'c'],
      from: minute(-10),
    });
  });

  it('is closed where all are known back to the target', () => {
    expect(widestGap(histories({ a: -30, b: -40 }, 'c'), among, minute(-30))).toBeUndefined();
  });

  it('leaves out what this evaluator does not seal', () => {
    expect(widestGap(histories({ z: -10, b: -20 }), among, minute(-30))).toEqual({ names: ['b'], from: minute(-20) });
  });

  it('is filled minute by minute until others join', () => {
    let filled = histories({ a: -10, b: -12 });
    for (
      let gap = widestGap(filled, among, minute(-15));
      gap !== undefined;
      gap = widestGap(filled, among, minute(-15))
    )
      filled = fillParts(filled, gap.names, addMinutes(gap.from, -1));
    expect(filled).toEqual(histories({ a: -15, b: -15 }));
  });
});

describe('the text of histories', () => {
  it.each([noHistories, histories({ a: -10 }, 'b'), histories({ 'm#bank.x-1': -10, '#': 0 })])(
    'reads back (%#)',
    (all) => {
      expect(decodeHistories(encodeHistories(all))).toEqual(all);
    },
  );

  it.each(['', 'null', '{}', '{"v":2,"parts":[]}', '{"v":1,"parts":[["a",1.5]]}', '{"v":1,"parts":[["a"'])(
    'that can not be made out says that nothing is known: %s',
    (text) => {
      expect(decodeHistories(text)).toEqual(noHistories);
    },
  );
});
