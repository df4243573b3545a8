import { describe, expect, it } from 'vitest';
import { isTellable, scopeOfAll, scopeOfAny } from '../../../shared/core/explain/scope.ts';
import { anEvent } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';

const columns = columnsOf([
  anEvent({ id: 'a', attributes: { bank: 'icbc', shop: 1 } }),
  anEvent({ id: 'b', attributes: { bank: 'icbc', shop: '1' }, currency: 'EUR' }),
  anEvent({ id: 'c', attributes: { bank: 'ccb', shop: 2 } }),
  anEvent({ id: 'd', attributes: {} }),
]);
const count = (rows: Uint8Array): number => rows.reduce((sum, row) => sum + row, 0);

describe('the rows of a group', () => {
  it.each<[string, readonly string[], number]>([
    ['are all of the whole', [''], 4],
    ['have its value', ['bank=icbc'], 2],
    ['have its value, whether number or text', ['shop=1'], 2],
    ['may be told by a field', ['currency=EUR'], 1],
    ['are none where no event has the value', ['bank=boc'], 0],
    ['are none where no event has the attribute', ['planet=mars'], 0],
    ['of several groups are those of any, each once', ['bank=icbc', 'shop=1', 'shop=2'], 3],
    ['of several groups and the whole are all', ['bank=icbc', ''], 4],
    ['of no group are none', [], 0],
  ])('%s', (_sentence, groups, expected) => {
    expect(count(scopeOfAny(columns, groups))).toBe(expected);
  });

  it('of a segment have all of its values', () => {
    expect(count(scopeOfAll(columns, ['bank=icbc', 'currency=EUR']))).toBe(1);
    expect(count(scopeOfAll(columns, ['bank=ccb', 'shop=1']))).toBe(0);
  });

  it('can not be told of those that were counted together', () => {
    expect([isTellable(''), isTellable('bank=icbc'), isTellable('bank=(other)')]).toEqual([true, true, false]);
  });
});
