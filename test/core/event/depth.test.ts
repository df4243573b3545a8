import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeeperThan } from '../../../shared/core/event/depth.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

const bracketText = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'a', '\n') });
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'large', maxDepth: 12 },
    bracketText,
    fc.double(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(bracketText, tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('how deep a JSON text nests', () => {
  it('is what a walk over the parsed value finds, whatever stands in strings and keys', () => {
    fc.assert(
      fc.property(json, fc.nat(14), fc.constantFrom(undefined, 2), (value, limit, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(isDeeperThan(text, limit)).toBe(depthOf(JSON.parse(text)) > limit);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['brackets side by side count once', '[[],[],{}]', 2],
    ['brackets in a string do not count', '["[[[{{{"]', 1],
    ['brackets in a key do not count', '{"[[[":1}', 1],
    ['an escaped quote does not end a string', String.raw`["\"[[["]`, 1],
    ['an escaped backslash before the quote does not keep a string open', String.raw`["\\",[]]`, 2],
  ])('%s', (_sentence, text, depth) => {
    expect(isDeeperThan(text, depth)).toBe(false);
    expect(isDeeperThan(text, depth - 1)).toBe(true);
  });

  it('is found in a text that no recursive walk survives, and in one that is not JSON', () => {
    expect(isDeeperThan('['.repeat(3_000_000), 16)).toBe(true);
    expect(isDeeperThan('{"a":'.repeat(17), 16)).toBe(true);
  });
});
