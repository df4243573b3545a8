import { describe, expect, it } from 'vitest';
import { oncePerLook } from '../../../shared/core/evidence/once-per-look.ts';
import { aLook } from './looks.ts';

describe('what is worked out once per look', () => {
  it('is not worked out again for the same key, and apart for another key or look', () => {
    const once = oncePerLook<number>();
    const [look, other] = [aLook([]), aLook([])];
    let worked = 0;
    const ask = (of = look, key = 'window'): number => once(of, key, () => ++worked);
    expect([ask(), ask(), ask(look, 'longer'), ask(other), ask(), ask(look, 'longer')]).toEqual([1, 1, 2, 3, 1, 2]);
  });
});
