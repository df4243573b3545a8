import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { totalOf } from '../../cli/cost/bill/line.ts';
import { deploymentOf } from '../../cli/cost/cost.ts';
import { type Estimate, estimate, itemPerEventTotal } from '../../cli/cost/estimate.ts';
import { measured } from '../../cli/cost/measured.ts';
import { prices } from '../../cli/cost/prices.ts';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { minutes, ratio } from '../../shared/core/units.ts';

const page = readFileSync('docs/cost.md', 'utf8');
const words = page.replaceAll(/\s+/g, ' ');

const loaded = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const { guardrails } = loaded;
const estimateOf = (wish: Partial<Parameters<typeof deploymentOf>[0]>): Promise<Estimate> =>
  estimate(
    deploymentOf(
      { rate: 100, batch: 500, late: ratio(0.01), via: 'http', groups: 20, encryption: 'aws', ...wish },
      guardrails,
    ),
    false,
  );
/** How many times as much (a) and (b) are. */
const timesOf = ({ parapet, itemPerEvent, customMetrics }: Estimate): readonly [a: number, b: number] => [
  itemPerEventTotal(itemPerEvent) / totalOf(parapet),
  totalOf(customMetrics.lines) / totalOf(parapet),
];

describe('the page on cost', () => {
  let printed: string;
  beforeAll(() => {
    ({ stdout: printed } = spawnSync(process.execPath, ['scripts/cost-table.ts'], { encoding: 'utf8' }));
  }, minutes(2));

  it('has the tables that the script prints: node scripts/cost-table.ts', () => {
    const [, tables] = /<!-- node scripts\/cost-table\.ts -->\n([^]*?)<!-- end -->/.exec(page) ?? [];
    expect(tables).toBe(printed);
  });

  it('has every price', () => {
    expect([...printed.matchAll(/^\| \[/gm)]).toHaveLength(Object.keys(prices).length);
  });

  it('loses where it says so: with one event a second, with batches of one, and with two groups', async () => {
    const [quiet] = timesOf(await estimateOf({ rate: 1, batch: 10 }));
    expect(quiet).toBeLessThan(1.2);
    const [single] = timesOf(await estimateOf({ batch: 1 }));
    expect(single).toBeLessThan(1);
    const [, few] = timesOf(await estimateOf({ groups: 2 }));
    expect(few).toBeLessThan(1);
  });

  it('says what of it can be turned off', async () => {
    const { parapet } = await estimateOf({ rate: 1, batch: 10 });
    const optional = parapet.filter(({ what }) => /dashboard|values of guardrails|synthetic/.test(what));
    expect(totalOf(optional) / totalOf(parapet)).toBeCloseTo(1 / 3, 1);
    expect(words).toContain('take a third of it away');
  });

  it('says from when on alarms of twenty groups are cheaper', async () => {
    expect(words).toContain('from some 1,400 events a second on');
    expect(timesOf(await estimateOf({ rate: 1_250 }))[1]).toBeGreaterThan(1);
    expect(timesOf(await estimateOf({ rate: 1_550 }))[1]).toBeLessThan(1);
  });

  it('says of an item what is measured', () => {
    expect(words).toContain(`in ${measured.eventItemBytes} bytes`);
    const one = measured.segmentBytes[0]?.[1] ?? Number.NaN;
    expect(Math.round(one / measured.eventItemBytes)).toBe(3);
    expect(words).toContain('a segment of one event has three times the bytes of an item');
  });
});
