import { beforeAll, describe, expect, test } from 'vitest';
import { traffic } from '../../cli/demo/deliveries.ts';
import { seededRandom } from '../../cli/demo/random.ts';
import { countText } from '../../shared/core/message/format.ts';
import { parapet, type Run } from './run.ts';

const seed = 5;
let runs: Run[];
beforeAll(async () => {
  runs = await Promise.all([parapet('demo', '--seed', String(seed)), parapet('demo', '--seed', String(seed))]);
});

/** Everything but how long it took. */
const told = ({ stdout }: Run): string => stdout.replace(/ in \d+\.\d s\./, '');

describe('the demo', () => {
  test('it exits 0 and writes nothing to stderr', () => {
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
  });

  test('the same seed prints the same alerts', () => {
    expect(runs.map(told)[1]).toBe(runs.map(told)[0]);
  });

  test('the outage and the slowness open incidents that resolve, each told by email', () => {
    const subjects = runs[0]?.stdout.match(/(?<=^┌ )[A-Z]{2}.*/gm) ?? [];
    expect(
      subjects.filter((subject) => /^(WARNING|CRITICAL) Payment failures: bank=icbc/.test(subject)).length,
    ).toBeGreaterThan(0);
    expect(subjects).toContainEqual(expect.stringMatching(/^(WARNING|CRITICAL) Payment latency: method=transfer/));
    expect(subjects.filter((subject) => subject.startsWith('RESOLVED'))).toHaveLength(2);
  });

  test('the table has every payment once, and says how many copies were dropped', () => {
    const { payments } = traffic(seededRandom(seed));
    const total = /│ \(whole run\) .*│ +([\d,]+) │ +([\d,]+) │/.exec(runs[0]?.stdout ?? '');
    expect(total?.[1]).toBe(countText(payments));
    expect(Number(total?.[2]?.replace(',', ''))).toBeGreaterThan(50);
  });

  test('in a pipe it prints no colours and no cursor movements', () => {
    expect(runs[0]?.stdout).not.toContain('\u001B');
  });
});
