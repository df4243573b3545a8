import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, hash } from '../../../shared/core/segment/fingerprint.ts';

describe('the hash', () => {
  // From the C++ original, MurmurHash3_x86_128 with seed 0, its first two words.
  it.each([
    ['', 0, 0],
    ['a', 2811532092, 1431744539],
    ['hello', 723797152, 3683770103],
    ['0123456789abcdef', 4219290633, 917426954],
    ['abcdefghijklmnopqrstuvwxyz012345678', 982649629, 2255430928],
    ['The quick brown fox jumps over the lazy dog', 789939139, 3975031911],
  ])('of "%s" is that of MurmurHash3', (text, high, low) => {
    expect(hash(text)).toEqual({ high, low });
  });

  it('is that of the text alone, whatever was hashed before', () => {
    hash('z'.repeat(5_000));
    for (const [text, high, low] of [
      ['', 0, 0],
      ['a', 2811532092, 1431744539],
      ['0123456789abcdef', 4219290633, 917426954],
    ] as const) {
      hash('z'.repeat(40));
      expect(hash(text)).toEqual({ high, low });
    }
  });

  it('depends on every character at every length', () => {
    for (let length = 1; length <= 48; length++) {
      const changed = Array.from({ length }, (_, at) => `${'x'.repeat(at)}y${'x'.repeat(length - at - 1)}`);
      const seen = new Set(['x'.repeat(length), ...changed].map((text) => JSON.stringify(hash(text))));
      expect(seen.size).toBe(length + 1);
    }
  });
});

describe('the fingerprint of an event', () => {
  it('is another for the same id of another source', () => {
    expect(fingerprintOf('wallet', 'pay_1')).not.toEqual(fingerprintOf('till', 'pay_1'));
    expect(fingerprintOf('wallet', 'pay_1')).not.toEqual(fingerprintOf('', 'pay_1'));
  });

  it('does not run source and id together', () => {
    expect(fingerprintOf('a', 'bc')).not.toEqual(fingerprintOf('ab', 'c'));
  });

  it('is two whole numbers of 32 bits, the same each time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{0,60}$/), fc.stringMatching(/^[!-~]{1,60}$/), (source, id) => {
        const { high, low } = fingerprintOf(source, id);
        expect([high >>> 0, low >>> 0]).toEqual([high, low]);
        expect(fingerprintOf(source, id)).toEqual({ high, low });
      }),
    );
  });
});
