import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FileResult, isFine } from '../cli/scenario/report/result.ts';
import { fileText } from '../cli/scenario/report/text.ts';
import { testText } from '../cli/scenario/test-file.ts';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';

const folder = 'samples/scenarios';
const files = readdirSync(folder);
const textOf = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8');

/** The lines of checks that did not hold. */
const failedLines = ({ checks }: FileResult): (number | undefined)[] =>
  checks.flatMap(({ failure }) => failure?.misses.map(({ place }) => place.line) ?? []);

describe('the samples', () => {
  it.each(files)('%s holds', async (file) => {
    const result = await testText(textOf(file), `${folder}/${file}`);
    // Its report says more of a failure than a comparison would.
    expect(isFine(result) ? '' : fileText(result)).toBe('');
    expect(result.checks.length).toBeGreaterThan(0);
  });
});

type Edit = readonly [from: string | RegExp, to: string];

interface WrongRule {
  readonly rule: readonly Edit[];
  /** The line that must then fail, by what it says. */
  readonly fails: string;
}

/** One rule that is wrong for each sample, in the file that has it. */
const wrongRules = new Map<string, WrongRule>([
  ['bad-deploy.yaml', { rule: [['above: 0.7%', 'above: 7%']], fails: 'opened: app-failures' }],
  ['card-testing.yaml', { rule: [['outcome: [declined]', 'outcome: [timeout]']], fails: 'opened: card-testing' }],
  ['duplicate-storm.yaml', { rule: [['above: 10%', 'above: 1%']], fails: 'quiet: 00:00..00:50' }],
  [
    'fraud-burst.yaml',
    {
      rule: [
        ['above: 2%', 'above: 50%'],
        ['above: 10%', 'above: 60%'],
      ],
      fails: 'opened: payment-fraud',
    },
  ],
  ['half-of-the-usual.yaml', { rule: [['below: 50%', 'below: 10%']], fails: 'opened: payments' }],
  [
    'healthy-weekend.yaml',
    {
      // Its first night is enough.
      rule: [
        ['above: 5%', 'above: 0.5%'],
        [/ {2}- (07|12|20|1d).*\n/g, ''],
        [/ {2}- at: 1d(.*\n)*/, ''],
        ['quiet: 00:00..2d 00:00', 'quiet: 00:00..07:00'],
      ],
      fails: 'quiet: 00:00..07:00',
    },
  ],
  ['late-flood.yaml', { rule: [['above: 400/min', 'above: 120/min']], fails: 'quiet: 00:00..00:40' }],
  [
    'one-bank-down.yaml',
    { rule: [['critical: { above: 15% }', 'critical: { above: 90% }']], fails: 'severity: critical' },
  ],
  ['one-method-slow.yaml', { rule: [['above: 800ms', 'above: 1800ms']], fails: 'opened: payment-latency' }],
  ['quiet-merchant.yaml', { rule: [['above: 15%', 'above: 99%']], fails: 'opened: payment-failures' }],
  ['slow-creep.yaml', { rule: [['above: 5%', 'above: 14%']], fails: 'opened: payment-failures' }],
  ['total-silence.yaml', { rule: [['below: 30/min', 'below: 1/h']], fails: 'opened: payments' }],
]);

const edited = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    expect(after, `expected ${String(from)} to be in the rules`).not.toBe(before);
    return after;
  }, text);

describe('with a rule that is wrong', () => {
  it('every sample has one', () => {
    expect([...wrongRules.keys()]).toEqual(files);
  });

  it.each([...wrongRules])('%s fails where it should', async (file, { rule, fails }) => {
    const own = textOf(file);
    const usesFile = own.includes('rules: ../../guardrails.yaml');
    const text = usesFile ? own : edited(own, rule);
    const instead = usesFile
      ? loadGuardrails(edited(readFileSync('guardrails.yaml', 'utf8'), rule), 'guardrails.yaml')
      : undefined;
    const result = await testText(text, `${folder}/${file}`, instead?.ok === true ? instead : undefined);
    const line = 1 + text.split('\n').findIndex((each) => each.includes(fails));
    expect(result.problems).toEqual([]);
    expect(failedLines(result)).toContain(line);
  });
});
