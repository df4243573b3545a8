import { describe, expect, it } from 'vitest';
import { nearestKey } from '../../../shared/core/guardrail/nearest.ts';

describe('the key that was meant', () => {
  it.each([
    ['one letter missing', 'critcal', 'critical'],
    ['one letter too many', 'warnings', 'warning'],
    ['two letters the wrong way round', 'warnign', 'warning'],
    ['another case', 'Critical', 'critical'],
    ['a hyphen for a space', 'anything but', 'anything-but'],
    ['the case of a key with capitals', 'countby', 'countBy'],
    ['a letter missing in a long one', 'keepFiringFr', 'keepFiringFor'],
    ['nothing where three letters differ', 'criticism', undefined],
    ['nothing where the word is another', 'severity', undefined],
    ['nothing for a word as short as the difference', 'x', undefined],
    ['nothing for a key that is known, in another place', 'bad', undefined],
  ])('%s: for %s it is %s', (_sentence, key, expected) => {
    expect(nearestKey(key)).toBe(expected);
  });
});
