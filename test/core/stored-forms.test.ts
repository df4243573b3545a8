import { inflateSync } from 'node:zlib';
import { decode } from '@msgpack/msgpack';
import { expect, it } from 'vitest';
import { encodeHistories } from '../../shared/core/history/histories-codec.ts';
import { noHistories } from '../../shared/core/history/part-histories.ts';
import { encodeState, newState } from '../../shared/core/incident/state.ts';
import { encodeRollup } from '../../shared/core/rollup/encode-rollup.ts';
import { sketchOf } from '../../shared/core/rollup/sketch.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { anEvent } from '../support/builders.ts';
import { aTally } from './rollup/rolling.ts';

const rollupForm = (bytes: Uint8Array): unknown => (decode(inflateSync(bytes)) as { v: unknown }).v;
const jsonForm = (text: string): unknown => (JSON.parse(text) as { v: unknown }).v;

/**
 * The form of each kind of item that this release writes. A number here is raised only in a release after the one that reads
 * the new form: while a deployment goes on, and after one is taken back, the older release must read what the newer one wrote.
 * Bytes of each form that ever was written stand in the tests of its codec.
 */
const written = new Map<string, readonly [form: number, write: () => unknown]>([
  ['segment', [1, () => encodeBatch([anEvent()]).segments[0]?.version]],
  ['rollup', [1, () => rollupForm(encodeRollup({ groups: new Map([['bank=icbc', aTally(1, 2)]]) }))]],
  [
    'rollup with latencies of groups',
    [
      2,
      () =>
        rollupForm(encodeRollup({ groups: new Map([['bank=icbc', { ...aTally(1, 2), latencies: sketchOf([80]) }]]) })),
    ],
  ],
  ['state of a guardrail', [2, () => jsonForm(encodeState(newState('payment-failures')))]],
  ['histories of parts', [1, () => jsonForm(encodeHistories(noHistories))]],
]);

it.each([...written])('a %s is written in the form that the release before can read', (_item, [form, write]) => {
  expect(write()).toBe(form);
});
