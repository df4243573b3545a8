import { describe, expect, it } from 'vitest';
import { Sample } from '../../../shared/core/explain/sample.ts';
import { BAD, GOOD, NOT_COUNTED } from '../../../shared/core/rollup/classify.ts';
import { anEvent } from '../../support/builders.ts';
import { columnsOf } from '../../support/rows.ts';
import { attributesOf, events, sampleOf } from './tables.ts';

describe('a sample', () => {
  it('has a row for every counted event, over batches that number their values differently', () => {
    const sample = new Sample(new Set());
    const batches = [
      [...events(1, 1, { bank: 'icbc' }), ...events(1, 0, { bank: 'icbc', method: 'qr' })],
      [...events(1, 0, { method: 'card', bank: 'ccb' })],
      [...events(1, 1, { bank: 'icbc' }, { source: '' })],
    ].map(columnsOf);
    for (const columns of batches) sample.add(columns, new Uint8Array(columns.count).fill(GOOD), new Uint8Array(9));
    expect(sample.rows).toBe(4);
    const { bank, method, source } = attributesOf(sample.table);
    expect(bank).toEqual(['icbc', 'icbc', 'ccb', 'icbc']);
    expect(new Set(method?.slice(0, 2))).toEqual(new Set(['qr', undefined]));
    expect([method?.[2], method?.[3]]).toEqual(['card', undefined]);
    expect(source).toEqual(['wallet', 'wallet', 'wallet', undefined]);
  });

  it('leaves out what is not counted, and knows the bad ones', () => {
    const sample = new Sample(new Set());
    const columns = columnsOf(events(4, 0, { bank: 'icbc' }));
    sample.add(columns, Uint8Array.from([BAD, NOT_COUNTED, GOOD, BAD]), Uint8Array.from([1, 1, 1, 0]));
    expect([...sample.table.bad]).toEqual([1, 0, 1]);
    expect(sample.marked).toEqual({ bad: 1, total: 2 });
  });

  it('is full when it is full: further rows are left out, in the middle of a batch too', () => {
    const sample = new Sample(new Set(), 3);
    const columns = columnsOf(events(2, 0, { bank: 'icbc' }));
    for (const isFull of [false, true, true]) {
      sample.add(columns, Uint8Array.from([BAD, BAD]), new Uint8Array(2));
      expect(sample.isFull).toBe(isFull);
    }
    expect(sample.rows).toBe(3);
    expect(attributesOf(sample.table)['bank']).toEqual(['icbc', 'icbc', 'icbc']);
  });

  it('takes 1 and "1" for one value, as a group does', () => {
    const { table } = sampleOf([...events(1, 0, { shop: 1 }), ...events(1, 0, { shop: '1' })]);
    expect(attributesOf(table)['shop']).toEqual(['1', '1']);
  });

  it('leaves out attributes that are symptoms, and those that hide behind a field', () => {
    const window = events(3, 1, { bank: 'icbc', reason: 'x', outcome: 'y', amount: 3, currency: 'z' });
    expect(Object.keys(attributesOf(sampleOf(window, [], ['reason']).table)).sort()).toEqual(['bank', 'source']);
    expect(Object.keys(attributesOf(sampleOf(window, [], ['source']).table))).not.toContain('source');
  });

  it('drops an attribute that names events before its values take the memory', () => {
    const window = Array.from({ length: 25_000 }, (_, index) =>
      anEvent({ attributes: { order: `o${index}`, bank: 'b' } }),
    );
    expect(Object.keys(attributesOf(sampleOf(window).table)).sort()).toEqual(['bank', 'source']);
  });

  it('searches 32 attributes at most, whatever the producers call them', () => {
    const window = Array.from({ length: 100 }, (_, index) => anEvent({ attributes: { [`name${index}`]: 'x' } }));
    expect(sampleOf(window).table.attributes).toHaveLength(32);
  });

  it('counts what was before by its own values; others are one, and so are those without', () => {
    const window = [...events(1, 0, { bank: 'icbc' }), ...events(1, 0, { bank: 'ccb' })];
    const before = [...events(5, 2, { bank: 'icbc' }), ...events(4, 1, { bank: 'boc' }), ...events(3, 3, {})];
    const { reference, table } = sampleOf(window, before);
    expect(reference).toMatchObject({ bad: 6, total: 12 });
    const { bad, total } = reference.attributes.get('bank') ?? {};
    const code = 1 + (table.attributes.find(({ name }) => name === 'bank')?.values.indexOf('icbc') ?? -1);
    expect([total?.[0], total?.[code], total?.[3]]).toEqual([3, 5, 4]);
    expect([bad?.[0], bad?.[code], bad?.[3]]).toEqual([3, 2, 1]);
  });

  it('keeps the ids of bad events that it has as rows, and no others', () => {
    const sample = new Sample(new Set());
    const columns = columnsOf([
      anEvent({ id: 'bad', outcome: 'failed' }),
      anEvent({ id: 'copy', outcome: 'failed' }),
      anEvent({ id: 'good', latencyMs: 9_000 }),
    ]);
    const kinds = new Uint8Array(3);
    for (const { row, id } of columns.examples) kinds[row] = id === 'bad' ? BAD : id === 'good' ? GOOD : NOT_COUNTED;
    sample.add(columns, kinds, new Uint8Array(3).fill(1));
    expect(sample.examples).toMatchObject([{ id: 'bad', marked: true }]);
    expect(sample.table.bad[sample.examples[0]?.row ?? -1]).toBe(1);
  });

  it('has no example of an event that found no room', () => {
    const sample = new Sample(new Set(), 1);
    const columns = columnsOf([anEvent({ outcome: 'failed' }), anEvent({ outcome: 'failed' })]);
    expect(columns.examples).toHaveLength(2);
    sample.add(columns, Uint8Array.from([BAD, BAD]), new Uint8Array(2));
    expect(sample.examples).toMatchObject([{ row: 0 }]);
  });
});
