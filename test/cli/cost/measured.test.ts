import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { measured, onCurve } from '../../../cli/cost/measured.ts';
import { minutes } from '../../../shared/core/units.ts';

/** Another zlib deflates a little better or worse, and a line of a log gains a word. */
const BYTES_OFF = 0.02;
const LOG_BYTES_OFF = 0.1;

/** Every number by its path, such as `rollupBytes.counts.hour.1.1`. */
const numbersOf = (value: unknown, path = ''): readonly (readonly [path: string, value: number])[] =>
  typeof value === 'number'
    ? [[path, value]]
    : Object.entries(value ?? {}).flatMap(([key, each]) => numbersOf(each, path === '' ? key : `${path}.${key}`));

let printed: ReadonlyMap<string, number>;
beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, ['scripts/cost-measured.ts'], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  printed = new Map(numbersOf(JSON.parse(stdout)));
}, minutes(3));

describe('what was measured is what the encoders and handlers of today give: node scripts/cost-measured.ts', () => {
  it('of the same things', () => {
    expect(numbersOf(measured).map(([path]) => path)).toEqual([...printed.keys()]);
    expect(printed.size).toBeGreaterThan(60);
  });

  it('and the same numbers, but for a little', () => {
    const off = numbersOf(measured).filter(([path, value]) => {
      const now = printed.get(path) ?? Number.NaN;
      return !(Math.abs(now - value) <= value * (path.startsWith('logged') ? LOG_BYTES_OFF : BYTES_OFF));
    });
    expect(off.map(([path, value]) => `${path}: ${value}, now ${printed.get(path)}`)).toEqual([]);
  });
});

describe('a curve', () => {
  const curve = [
    [1, 100],
    [10, 190],
    [100, 640],
  ];
  it.each([
    ['on its points', 10, 190],
    ['between them', 55, 415],
    ['beyond the last', 200, 1_140],
    ['before the first', 0, 90],
  ])('%s', (_, at, expected) => {
    expect(onCurve(curve, at)).toBeCloseTo(expected, 9);
  });

  it('of one point is level', () => {
    expect(onCurve([[1, 175]], 200)).toBe(175);
  });
});
