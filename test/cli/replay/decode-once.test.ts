import { expect, it } from 'vitest';
import { decodeOnce } from '../../../cli/replay/decode-once.ts';
import { minuteTally } from '../../../shared/core/rollup/merge-tallies.ts';
import { encodeRollup } from '../../../shared/core/rollup/rollup-codec.ts';

const rollupOf = (total: number): Uint8Array => encodeRollup({ groups: new Map([['', minuteTally(1, total)]]) });

it('the same bytes are decoded once', () => {
  const decode = decodeOnce();
  const data = rollupOf(7);
  expect(decode(data)?.groups.get('')?.total).toBe(7);
  expect(decode(data)).toBe(decode(data));
});

it('other bytes are another rollup, though they say the same', () => {
  const decode = decodeOnce();
  expect(decode(rollupOf(7))).not.toBe(decode(rollupOf(7)));
});

it('what was decoded first is let go first', () => {
  const decode = decodeOnce(4);
  const [first, second, third] = [rollupOf(1), rollupOf(2), rollupOf(3)];
  const before = [decode(first), decode(second), decode(third)];
  expect(decode(third)).toBe(before[2]);
  expect(decode(second)).toBe(before[1]);
  expect(decode(first)).not.toBe(before[0]);
});

it('what can not be read is not known', () => {
  expect(decodeOnce()(Uint8Array.of(1, 2, 3))).toBeUndefined();
});
