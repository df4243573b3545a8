import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGuardrails } from '../../shared/core/guardrail/load.ts';
import { parapet, type Run } from './run.ts';

const rules = `groups:
  - name: payments
    rules:
      - alert: PaymentErrors
        expr: sum(rate(payments_total{outcome="failed"}[5m])) / sum(rate(payments_total[5m])) > 0.05
        for: 10m
        labels: { severity: critical }
`;
const absent = `      - alert: PaymentsGone
        expr: absent(payments_total)
`;
const reason =
  'not translated: absent() asks whether a series is there; events that stop are told of anyway, and what must come is kind: volume with critical: { below: 1/min }';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parapet-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file in the folder, by the name that messages give it. */
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const prometheus = (...args: string[]): Promise<Run> => parapet('import', 'prometheus', ...args);

describe('parapet import prometheus', () => {
  it('prints guardrails that load, and says what became of the alerts', async () => {
    const path = await file('rules.yml', rules);
    const run = await prometheus(path);
    expect([run.code, run.stderr]).toEqual([
      0,
      `${path}: 1 of 1 alert became 1 guardrail. See to the lines that say check:, then run parapet check.\n`,
    ]);
    expect(run.stdout).toBe(
      [
        `# From ${path}, by parapet import prometheus. Values are compared as Prometheus does it (evidence: none), until`,
        '# you take out what a guardrail does not need. See to each line that says check: it is a guess.',
        'guardrails:',
        `  # PaymentErrors (${path}:4)`,
        '  # check: payments_total is taken for all payments',
        '  # better: without evidence, window and for the limit is proven broken and proven kept, whatever the window; a promise over a month is an objective: 99.9%',
        '  - id: payment-errors',
        '    name: PaymentErrors',
        '    kind: rate',
        '    bad: { outcome: failed }',
        '    evidence: none',
        '    window: 5m',
        '    for: 10m',
        '    critical: { above: 5% }',
        '',
      ].join('\n'),
    );
    expect(loadGuardrails(run.stdout, 'g.yaml')).toMatchObject({ ok: true });
  });

  it('names what it leaves out on stderr, and is fine with the rest', async () => {
    const path = await file('part.yml', `${rules}${absent}      - { record: a, expr: b }\n`);
    const { code, stdout, stderr } = await prometheus(path);
    expect([code, stdout.includes('id: payment-errors')]).toEqual([0, true]);
    expect(stderr).toBe(
      `${path}:8: PaymentsGone: ${reason}\n` +
        `${path}: 1 of 2 alerts became 1 guardrail; 1 recording rule left out. See to the lines that say check:, then run parapet check.\n`,
    );
  });

  it('writes a file, and over one only with --force', async () => {
    const [path, output] = [await file('rules.yml', rules), join(folder, 'guardrails.yaml')];
    const first = await prometheus(path, '-o', output);
    expect([first.code, first.stdout]).toEqual([0, '']);
    expect(first.stderr).toContain(`then run parapet check ${output}.\n`);
    await writeFile(output, 'mine');
    const again = await prometheus(path, '--output', output);
    expect(again).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: Expected ${output} not to be there yet; --force writes over it\n`,
    });
    expect(await readFile(output, 'utf8')).toBe('mine');
    expect((await prometheus(path, '-o', output, '--force')).code).toBe(0);
    expect(await readFile(output, 'utf8')).toContain('id: payment-errors');
  });

  it('gives all of it as JSON', async () => {
    const path = await file('part.yml', rules + absent);
    const { code, stdout } = await prometheus(path, '--json');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        guardrails: [
          {
            id: 'payment-errors',
            name: 'PaymentErrors',
            kind: 'rate',
            bad: { outcome: 'failed' },
            evidence: 'none',
            window: '5m',
            for: '10m',
            critical: { above: '5%' },
          },
        ],
        translated: [
          {
            id: 'payment-errors',
            alerts: [{ alert: 'PaymentErrors', line: 4 }],
            checks: ['payments_total is taken for all payments'],
            better: expect.stringContaining('the limit is proven broken'),
          },
        ],
        skipped: [{ alert: 'PaymentsGone', line: 8, reason: reason.replace('not translated: ', '') }],
        records: 0,
      },
    ]);
  });

  it('takes the words of its user', async () => {
    const path = await file('http.yml', rules.replaceAll('payments_total', 'http_total').replace('outcome', 'kind'));
    const { code, stdout } = await prometheus(path, '--map', 'kind=outcome', '--metric', 'http_total=method:qr');
    expect([code, stdout.includes('of: { method: qr }\n    bad: { outcome: failed }')]).toEqual([0, true]);
    expect(stdout).not.toContain('# check: http_total');
  });
});

describe('parapet import prometheus exits 1 without guardrails', () => {
  it.each<[string, string, (path: string) => string]>([
    [
      'where nothing can be translated',
      `groups: [{ rules: [{ alert: A, expr: up == 0 }, { alert: B, expr: absent(a) }] }]`,
      (path) =>
        `${path}:1: A: not translated: up is compared as it is, like a gauge; events are counted, as in sum(rate(up[5m]))\n` +
        `${path}:1: B: ${reason}\n` +
        `${path}: 0 of 2 alerts became 0 guardrails.\n` +
        `error: expected an alert in ${path} that can be translated, got none\n`,
    ],
    [
      'for a file of other things',
      'scrape_configs: []',
      (path) =>
        `error: ${path}: expected groups: with rules, as Prometheus reads them, or a PrometheusRule, got a mapping of scrape_configs\n`,
    ],
    [
      'for a file that is no YAML',
      'groups: [\n',
      (path) =>
        `error: ${path}:2: expected YAML: Flow sequence in block collection must be sufficiently indented and end with a ]\n`,
    ],
    [
      'for recording rules alone',
      'groups: [{ rules: [{ record: a, expr: b }] }]',
      (path) =>
        `${path}: 0 of 0 alerts became 0 guardrails; 1 recording rule left out.\n` +
        `error: expected an alert in ${path} that can be translated, got none\n`,
    ],
  ])('%s', async (_, text, stderr) => {
    const path = await file('bad.yml', text);
    expect(await prometheus(path)).toEqual({ code: 1, stdout: '', stderr: stderr(path) });
  });
});

describe('parapet import exits 2', () => {
  it.each<[string, string[], string]>([
    ['without a file', ['prometheus'], "error: missing required argument 'rules'"],
    [
      'for a file that is not there',
      ['prometheus', 'none.yml'],
      'error: Expected none.yml to be a file that can be read; there is none',
    ],
    ['for another system', ['nagios', 'a.cfg'], "error: unknown command 'nagios'"],
    ['for an unknown option', ['prometheus', 'a', '--ouput', 'b'], "error: unknown option '--ouput'"],
    [
      'for a label without its field',
      ['prometheus', 'package.json', '--map', 'bank'],
      'error: Expected --map label=field, such as payment_method=method, or label= for one that events do not have; got bank',
    ],
    [
      'for a metric without its value',
      ['prometheus', 'package.json', '--metric', 'a=failed'],
      'error: Expected --metric name=field:value, such as checkout_errors_total=outcome:failed|timeout, or a name alone; got a=failed',
    ],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await parapet('import', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('and explains itself with --help, with an example', async () => {
    const { code, stdout } = await prometheus('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: parapet import prometheus [options] <rules>');
    expect(stdout).toContain('$ npm run parapet -- import prometheus rules.yml -o guardrails.yaml');
  });
});
