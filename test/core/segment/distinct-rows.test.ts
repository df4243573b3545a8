import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowOf } from '../../../shared/core/segment/build-columns.ts';
import { distinctRows } from '../../../shared/core/segment/distinct-rows.ts';
import { events } from '../../support/arbitraries.ts';
import { contentTextOf } from '../../support/rows.ts';

/** The slow twin: of each identity the smallest content, by sorting. */
const kept = (all: readonly ReturnType<typeof rowOf>[]): string[] =>
  [...Map.groupBy(all, ({ event }) => `${event.source} ${event.id}`)].map(
    ([identity, same]) =>
      `${identity} ${same.map(({ event }) => contentTextOf(event)).sort((left, right) => (left < right ? -1 : 1))[0]}`,
  );

it('keeps one row of each identity, that of the smallest content, and counts the others', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 12 }), fc.array(fc.tuple(fc.nat(11), fc.nat(11))), (all, copies) => {
      // Some come again as they are, and some under the identity of another.
      const again = copies.flatMap(([body, identity]) => {
        const [from, to] = [all[body], all[identity]];
        return from === undefined || to === undefined ? [] : [{ ...from, id: to.id, source: to.source }];
      });
      const rows = [...all, ...again].map(rowOf);
      const distinct = distinctRows(rows);
      const texts = distinct.rows.map(({ event }) => `${event.source} ${event.id} ${contentTextOf(event)}`);
      expect(texts.sort()).toEqual(kept(rows).sort());
      expect(distinct.duplicates + distinct.conflicts.length).toBe(rows.length - distinct.rows.length);
    }),
  );
});
