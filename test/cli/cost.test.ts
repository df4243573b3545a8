import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VOLUME } from './cost/deployments.ts';
import { parapet } from './run.ts';

let folder: string;
let rules: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parapet-'));
  rules = join(folder, 'rules.yaml');
  await writeFile(rules, `guardrails: [${VOLUME}]\n`);
  await writeFile(join(folder, 'bad.yaml'), `guardrails: [${VOLUME.replace('kind: volume', 'kind: volumes')}]\n`);
});
afterAll(() => rm(folder, { recursive: true }));

interface BillJson {
  readonly total: number;
  readonly lines: readonly {
    readonly quantity: number;
    readonly usd: number;
    readonly per: number;
    readonly free: number;
    readonly amount: number;
    readonly source: string;
    readonly asOf: string;
  }[];
}
interface CostJson {
  readonly deployment: Readonly<Record<string, unknown>>;
  readonly parapet: BillJson;
  readonly itemPerEvent: BillJson & { readonly rest: number };
  readonly customMetrics: BillJson;
  readonly ways: Readonly<Record<string, number | null>>;
  readonly notes: readonly string[];
}

const jsonOf = async (...args: string[]): Promise<CostJson> => {
  const { code, stdout, stderr } = await parapet('cost', '--rules', rules, '--json', ...args);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as CostJson;
};

describe('parapet cost', () => {
  it('says what is counted, line by line, and what one would build instead', async () => {
    const { code, stdout, stderr } = await parapet('cost', '--rate', '100', '--batch', '100', '--rules', rules);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('100 events/s in batches of 100 over HTTPS');
    expect(stdout).toContain('each of 1.02 event minutes, 1% of them late;');
    expect(stdout).toMatch(/1 guardrail of .*rules\.yaml with 1 count, 20 groups of each attribute\./);
    expect(stdout).toMatch(/On-demand prices as seen between 20\d\d-\d\d-\d\d and 20\d\d-\d\d-\d\d; no free tier\./);
    expect(stdout).toMatch(/^Parapet: [\d.]+ \(DynamoDB [\d.]+, Lambda [\d.]+, API Gateway [\d.]+,/m);
    expect(stdout).toMatch(/│ API Gateway │ batches +│ +2,628,000 requests of 512 KB │ 1 per million +│ +2\.63 │/);
    expect(stdout).toMatch(/\(a\) An item for each event, .*: [\d.]+, [\d.]+ times as much/);
    expect(stdout).toMatch(/│ 262,800,000 write units │ 0\.625 per million +│ 164\.25 │/);
    expect(stdout).toMatch(/\(b\) CloudWatch custom metrics and alarms .*: 0\.84, 0\.0\d+ times as much/);
    expect(stdout).toContain('A custom metric is 0.3, beyond 10,000 0.1, beyond 250,000 0.05, beyond 1,000,000 0.02;');
    expect(stdout).toMatch(
      /\(c\) Parapet by the way in: over HTTPS [\d.]+, over the queue [\d.]+, over a stream [\d.]+/,
    );
    expect(stdout).toContain('\n- Not counted: ');
  });

  it('as JSON has every line with its price, the source and the day on which it was seen', async () => {
    const cost = await jsonOf('--rate', '100', '--batch', '100', '--minutes-per-batch', '2', '--late', '0%');
    expect(cost.deployment).toMatchObject({ eventsPerBatch: 100, minutesPerBatch: 2, lateBatches: 0, via: 'http' });
    for (const { total, lines, rest = 0 } of [cost.parapet, cost.itemPerEvent, cost.customMetrics] as (BillJson & {
      rest?: number;
    })[]) {
      for (const { quantity, usd, per, amount, source, asOf } of lines) {
        expect(amount).toBeCloseTo((quantity * usd) / per, 9);
        expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
        expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
      }
      expect(total).toBeCloseTo(rest + lines.reduce((sum, { amount }) => sum + amount, 0), 9);
    }
    expect(cost.ways['http']).toBe(cost.parapet.total);
    expect(Object.keys(cost.ways)).toEqual(['http', 'queue', 'stream']);
    expect(cost.notes.length).toBeGreaterThan(0);
  });

  it('takes off what is free for ever, in what is compared too', async () => {
    const [full, free] = [await jsonOf('--rate', '1'), await jsonOf('--rate', '1', '--free-tier')];
    expect(free.parapet.total).toBeLessThan(full.parapet.total);
    expect(free.customMetrics.total).toBe(0);
    expect(free.parapet.lines.some((line) => line.free === line.quantity && line.amount === 0)).toBe(true);
    const { stdout } = await parapet('cost', '--rate', '1', '--rules', rules, '--free-tier');
    expect(stdout).toContain('less what AWS gives every account for ever, if nothing else runs in it');
    expect(stdout).toContain('all of them free');
  });

  it('tells what does not fit into another way', async () => {
    const { ways } = await jsonOf('--rate', '1000', '--batch', '5000');
    expect(ways).toMatchObject({ queue: null, stream: null });
    const { stdout } = await parapet('cost', '--rate', '1000', '--batch', '5000', '--rules', rules);
    expect(stdout).toContain('over the queue too large');
  });
});

describe('wrong use of parapet cost exits 2 and says what was expected', () => {
  const cases: Record<string, [args: string[], message: string]> = {
    'no rate': [[], "required option '--rate <events>' not specified"],
    'a rate that is no number': [['--rate', 'many'], 'Expected a number from 0.001 to 100,000.'],
    'no events': [['--rate', '0'], 'Expected a number from 0.001 to 100,000.'],
    'half an event in a batch': [['--rate', '1', '--batch', '0.5'], 'Expected a whole number from 1 to 25000.'],
    'more minutes than a batch may touch': [
      ['--rate', '1', '--minutes-per-batch', '61'],
      'Expected a number from 1 to 60.',
    ],
    'more minutes than events': [
      ['--rate', '1', '--batch', '2', '--minutes-per-batch', '3'],
      'expected at most 2 for a batch of 2, got 3',
    ],
    'a batch that is too large for a request': [
      ['--rate', '1000', '--batch', '20000'],
      '--batch: expected at most 4,000,000 bytes over HTTPS, got 20,000 events of some',
    ],
    'a batch that is too large for a message': [
      ['--rate', '1000', '--batch', '5000', '--via', 'queue'],
      'expected at most 1,048,576 bytes over the queue',
    ],
    'a way that is none': [['--rate', '1', '--via', 'ftp'], 'Allowed choices are http, queue, stream.'],
    'another Region': [['--rate', '1', '--region', 'eu-west-1'], 'Expected us-east-1'],
    'a share that is none': [['--rate', '1', '--late', '2'], 'Expected a percentage from 0% to 100%'],
    'no groups': [['--rate', '1', '--groups', '0'], 'Expected a whole number from 1 to 2000.'],
    'rules that are not there': [['--rate', '1', '--rules', 'none.yaml'], 'Expected none.yaml to be a file'],
  };
  it.each(Object.entries(cases))('%s', async (_, [args, message]) => {
    const { code, stdout, stderr } = await parapet('cost', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('but rules with a mistake are a failure, told by line and column', async () => {
    const { code, stderr } = await parapet('cost', '--rate', '1', '--rules', join(folder, 'bad.yaml'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/bad\.yaml:1:\d+: guardrails\[0\]\.kind: expected one of/);
  });
});
