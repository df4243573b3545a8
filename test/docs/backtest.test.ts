import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawBounds } from '../../cli/replay/raw-minutes.ts';
import { DISORDER_MINUTES, LONGEST_GAP_MINUTES } from '../../cli/backtest/in-order.ts';
import { reportJson } from '../../cli/backtest/json.ts';
import { nothingRead } from '../../cli/backtest/read-events.ts';
import { type Backtest, runBacktest } from '../../cli/backtest/run.ts';
import { differenceOf } from '../../cli/backtest/difference.ts';
import { encodeBatch } from '../../shared/core/segment/encode-batch.ts';
import { retention } from '../../shared/core/retention.ts';
import { addMinutes, days, MINUTES_PER_DAY, startOf } from '../../shared/core/units.ts';
import { aGuardrail, anEvent, THIS_MINUTE } from '../support/builders.ts';

const page = readFileSync('docs/backtest.md', 'utf8');
const words = page.replaceAll(/\s+/g, ' ');
const block = (comment: string): string => {
  const [, text] = new RegExp(`<!-- ${comment} -->\\n\`\`\`\\w*\\n([^]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/backtest.md: expected a block below <!-- ${comment} -->`);
  return text;
};
/** Without what depends on the machine. */
const told = (text: string): string => text.replace(/in [\d.]+ s, [\d,]+ a second/, 'in 1.0 s, 1 a second');

describe('the page on backtests', () => {
  let folder: string;
  let stdout: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parapet-'));
    const command = block('the command').replace('--svg backtest.svg', `--svg ${folder}/backtest.svg`);
    const run = spawnSync('bash', ['-c', command], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    expect([run.status, run.stderr]).toEqual([0, '']);
    ({ stdout } = run);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('shows what the command prints', () => {
    expect(told(block('what it prints'))).toBe(told(stdout));
  });

  it('has the picture that the command draws', () => {
    expect(readFileSync('docs/backtest.svg', 'utf8')).toBe(readFileSync(join(folder, 'backtest.svg'), 'utf8'));
  });

  it('says the limits that hold', () => {
    expect(words).toContain(`an event came that is ${DISORDER_MINUTES} minutes younger`);
    expect(words).toContain(`more than ${LONGEST_GAP_MINUTES / MINUTES_PER_DAY} days ahead`);
    expect(words).toContain(`of the last ${retention.segment / days(1)} days`);
    expect(words).toContain(`at most ${rawBounds.bytes / 1e6} MB`);
    expect(rawBounds.minutes).toBe(MINUTES_PER_DAY + 60);
  });

  it('names every key of the JSON object', async () => {
    const found = await aBacktest();
    const [rules, against] = found.outcomes;
    const difference = differenceOf(against?.incidents ?? [], rules?.incidents ?? [], found.to);
    const keys = new Set<string>();
    JSON.parse(JSON.stringify(reportJson('x', found, difference, nothingRead(), 1)), (key, value: unknown) => {
      if (!/^\d*$/.test(key)) keys.add(key);
      return value;
    });
    expect(keys.size).toBeGreaterThan(40);
    const [, table = ''] = /`--json` prints one object:\n([^]*?)\n## /.exec(page) ?? [];
    const named = new Set([...table.matchAll(/`([\w.]+)`/g)].map(([, key = '']) => key.replace('rules.', '')));
    expect([...keys].filter((key) => !named.has(key))).toEqual([]);
  });
});

/** Two rules, of which the second opens an incident; and one that both open. */
const aBacktest = async (): Promise<Backtest> => {
  async function* beats() {
    for (let index = 0; index < 4; index++) {
      const minute = addMinutes(THIS_MINUTE, index);
      const events = Array.from({ length: 60 }, () => anEvent({ time: startOf(minute), outcome: 'failed' }));
      yield { minute, segments: encodeBatch(events).segments };
    }
  }
  const silent = aGuardrail({ id: 'refunds', of: { type: ['refund'] } });
  const named = [aGuardrail(), aGuardrail({ critical: { above: '6%' } })].map((guardrail, index) => ({
    name: `${index}.yaml`,
    rules: { guardrails: [guardrail, silent], silences: [] },
  }));
  const found = await runBacktest(beats(), named);
  if (found === undefined) throw new Error('expected minutes');
  return found;
};
