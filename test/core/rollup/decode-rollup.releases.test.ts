import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Rollup } from '../../../shared/core/rollup/rollup.ts';
import { decodeRollup } from '../../../shared/core/rollup/decode-rollup.ts';
import { encodeRollup } from '../../../shared/core/rollup/encode-rollup.ts';
import { sketchOf } from '../../../shared/core/rollup/sketch.ts';
import type { Tally } from '../../../shared/core/rollup/tally.ts';

/** Two minutes of a metric, as an hour would have them. */
const icbc: Tally = {
  bad: 4,
  total: 72,
  minutes: 2,
  badMinutes: 2,
  goodMinutes: 2,
  squares: 4904,
  badSquaresOverTotal: 0.5 + 9 / 70,
  value: { bad: 10, total: 19, badSquares: 50, totalSquares: 82, largestBad: 5 },
};
const ccb: Tally = {
  bad: 2,
  total: 6,
  minutes: 2,
  badMinutes: 2,
  goodMinutes: 2,
  squares: 18,
  badSquaresOverTotal: 1 / 3 + 1 / 3,
  value: { bad: 10, total: 19, badSquares: 50, totalSquares: 82, largestBad: 5 },
};
const unvalued = (tally: Tally): Tally => {
  const { value: _, ...counts } = tally;
  return counts;
};

/** Bytes that a release wrote, and what it meant by them. Rollups are kept for 400 days: never change one, add another. */
const releases = new Map<string, { readonly bytes: string; readonly meant: Rollup }>([
  [
    'of version 1, with value and the sketch of the whole',
    {
      bytes:
        'eJxrX1jGuDB70oqkxLxs2+TkpJVgRmZyUvLCpEmMR5iYWReWgGh2z4XFU8ECzCgk0xEWYU0G4UkMRwRCweCp/RVH2SuOsk/sF5aDNXBzg0gRERBpbAwig4NBJBvbwsIjtUxbWZgYMAE2MaoDJgAjlixw',
      meant: {
        groups: new Map([
          ['bank=icbc', icbc],
          ['bank=ccb', ccb],
        ]),
        sketch: sketchOf([0, 80, 120, 900, 0, 80, 120, 900]),
      },
    },
  ],
  [
    'of version 2, with the latencies of a group',
    {
      bytes:
        'eJxrW1jGtDB70oqkxLxs2+TkpJVgRmZyUvLCpEmMR5iYWReWgGh2z4XFU8ECzCgk0xEWYU0G4UkMRwRCweCp/RVH2SuOsk/sF+YcqWeoZdzKwsgAATAanU0zwAgA7lcjJw==',
      meant: {
        groups: new Map([
          ['bank=icbc', { ...unvalued(icbc), latencies: sketchOf([0, 80, 95, 120, 900]) }],
          ['bank=ccb', unvalued(ccb)],
        ]),
      },
    },
  ],
]);

describe('a rollup that a release has written', () => {
  it.each([...releases])('%s, is read as it was meant', (_release, { bytes, meant }) => {
    expect(decodeRollup(Buffer.from(bytes, 'base64'))).toEqual(meant);
  });

  it.each([...releases])('%s, is what this release writes', (_release, { bytes, meant }) => {
    expect(inflateSync(encodeRollup(meant))).toEqual(inflateSync(Buffer.from(bytes, 'base64')));
  });
});
