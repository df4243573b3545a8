import { describe, expect, it } from 'vitest';
import { type DecodeRollup, KnownPart } from '../../shared/app/known-part.ts';
import { rowsOrNone } from '../../shared/app/read-rollups.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { minuteTally } from '../../shared/core/rollup/merge-tallies.ts';
import { addMinutes, type EpochMinute } from '../../shared/core/units.ts';
import type { RollupUnit } from '../../shared/ports/rollups.ts';
import { THIS_MINUTE } from '../support/builders.ts';

const dataOf = (totals: Readonly<Record<string, number>>): Uint8Array =>
  encodeRollup({ groups: new Map(Object.entries(totals).map(([group, total]) => [group, minuteTally(0, total)])) });

/** Decodes, and tells how often it was asked. */
const counting = (decode: DecodeRollup = rowsOrNone) => {
  const calls: Uint8Array[] = [];
  return { calls, decode: (data: Uint8Array) => (calls.push(data), decode(data)) };
};

/** What a part is told to have counted, by group. */
const totalsOf = (part: KnownPart, unit: RollupUnit, start: EpochMinute): Record<string, number> | undefined => {
  const rows = part.rows(unit, start);
  return (
    rows && Object.fromEntries(Array.from(rows.groups, (group, row) => [part.groups.keys[group], rows.total[row]]))
  );
};

const one = { start: THIS_MINUTE, data: dataOf({ 'bank=a': 1, 'bank=b': 2 }) };

describe('a rollup that the tick before has read', () => {
  it('is not decoded again where its bytes are the same, though they are a copy', () => {
    const { calls, decode } = counting();
    const before = new KnownPart();
    before.take('minute', one, decode);
    const after = new KnownPart(before);
    after.take('minute', { ...one, data: one.data.slice() }, decode, before);
    expect(calls).toHaveLength(1);
    expect(after.has('minute', THIS_MINUTE)).toBe(true);
    expect(totalsOf(after, 'minute', THIS_MINUTE)).toEqual({ 'bank=a': 1, 'bank=b': 2 });
  });

  it('is decoded again where its minute was sealed again', () => {
    const { calls, decode } = counting();
    const before = new KnownPart();
    before.take('minute', one, decode);
    const after = new KnownPart(before);
    after.take('minute', { ...one, data: dataOf({ 'bank=c': 9, 'bank=a': 3 }) }, decode, before);
    expect(calls).toHaveLength(2);
    expect(totalsOf(after, 'minute', THIS_MINUTE)).toEqual({ 'bank=a': 3, 'bank=c': 9 });
    expect(totalsOf(before, 'minute', THIS_MINUTE)).toEqual({ 'bank=a': 1, 'bank=b': 2 });
  });

  it.each<[string, RollupUnit, EpochMinute]>([
    ['of another minute', 'minute', addMinutes(THIS_MINUTE, 1)],
    ['of the hour that begins with it', 'hour', THIS_MINUTE],
  ])('is not taken for one %s, whose bytes are the same', (_sentence, unit, start) => {
    const { calls, decode } = counting();
    const before = new KnownPart();
    before.take('minute', one, decode);
    const after = new KnownPart(before);
    after.take(unit, { ...one, start }, decode, before);
    expect(calls).toHaveLength(2);
    expect(totalsOf(after, unit, start)).toEqual({ 'bank=a': 1, 'bank=b': 2 });
    expect(after.has('minute', THIS_MINUTE)).toBe(false);
  });

  it('is not known where this tick did not read it', () => {
    const before = new KnownPart();
    before.take('minute', one, rowsOrNone);
    const after = new KnownPart(before);
    expect(after.has('minute', THIS_MINUTE)).toBe(false);
    expect(after.rows('minute', THIS_MINUTE)).toBeUndefined();
  });

  it('two ticks ago is decoded again: what was not read once is let go', () => {
    const { calls, decode } = counting();
    const first = new KnownPart();
    first.take('minute', one, decode);
    const second = new KnownPart(first);
    const third = new KnownPart(second);
    third.take('minute', one, decode, second);
    expect(calls).toHaveLength(2);
  });

  it('keeps the numbers of its groups, which others join', () => {
    const before = new KnownPart();
    before.take('minute', one, rowsOrNone);
    const after = new KnownPart(before);
    after.take(
      'minute',
      { start: addMinutes(THIS_MINUTE, 1), data: dataOf({ 'bank=0': 5, 'bank=b': 6 }) },
      rowsOrNone,
      before,
    );
    after.take('minute', one, rowsOrNone, before);
    expect(after.groups.keys).toEqual(['bank=a', 'bank=b', 'bank=0']);
    expect(totalsOf(after, 'minute', addMinutes(THIS_MINUTE, 1))).toEqual({ 'bank=0': 5, 'bank=b': 6 });
    expect(totalsOf(after, 'minute', THIS_MINUTE)).toEqual({ 'bank=a': 1, 'bank=b': 2 });
  });
});

describe('a rollup that can not be read', () => {
  const torn = { start: THIS_MINUTE, data: Uint8Array.of(1, 2, 3) };

  it('is not known, and is tried again by the next tick', () => {
    const { calls, decode } = counting();
    const before = new KnownPart();
    before.take('minute', torn, decode);
    expect(before.has('minute', THIS_MINUTE)).toBe(false);
    const after = new KnownPart(before);
    after.take('minute', torn, decode, before);
    expect(calls).toHaveLength(2);
    expect(after.has('minute', THIS_MINUTE)).toBe(false);
    expect(after.rows('minute', THIS_MINUTE)).toBeUndefined();
  });

  it('is not known though the tick before could read what lay there', () => {
    const before = new KnownPart();
    before.take('minute', one, rowsOrNone);
    const after = new KnownPart(before);
    after.take('minute', torn, rowsOrNone, before);
    expect(after.has('minute', THIS_MINUTE)).toBe(false);
  });
});

describe('groups that came and went', () => {
  /** A part in which so many groups have a number, with `one` read last. */
  const numbered = (count: number): KnownPart => {
    const part = new KnownPart();
    const keys = Array.from({ length: count - 2 }, (_, index) => `bank=gone-${index}`);
    const columns = { bad: new Float64Array(keys.length), total: new Float64Array(keys.length).fill(1) };
    part.take('minute', { ...one, start: addMinutes(THIS_MINUTE, -1) }, () => ({ keys, ...columns }));
    part.take('minute', one, rowsOrNone);
    expect(part.groups.keys).toHaveLength(count);
    return part;
  };

  it('keep their numbers up to twenty thousand', () => {
    const { calls, decode } = counting();
    const before = numbered(20_000);
    const after = new KnownPart(before);
    after.take('minute', one, decode, before);
    expect(calls).toHaveLength(0);
    expect(after.groups).toBe(before.groups);
  });

  it('are forgotten beyond that: the numbers begin anew, and all is decoded anew, once', () => {
    const { calls, decode } = counting();
    const before = numbered(20_001);
    const after = new KnownPart(before);
    after.take('minute', one, decode, before);
    expect(calls).toHaveLength(1);
    expect(after.groups.keys).toEqual(['bank=a', 'bank=b']);
    expect(totalsOf(after, 'minute', THIS_MINUTE)).toEqual({ 'bank=a': 1, 'bank=b': 2 });
    expect(totalsOf(before, 'minute', THIS_MINUTE)).toEqual({ 'bank=a': 1, 'bank=b': 2 });

    const next = new KnownPart(after);
    next.take('minute', one, decode, after);
    expect(calls).toHaveLength(1);
    expect(totalsOf(next, 'minute', THIS_MINUTE)).toEqual({ 'bank=a': 1, 'bank=b': 2 });
  });
});
