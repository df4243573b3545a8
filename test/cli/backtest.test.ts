import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BacktestWish, backtest as backtestHere, type FailOn } from '../../cli/backtest/backtest.ts';
import { errorText, UsageError } from '../../cli/run-program.ts';
import { addMs, durationMs, epochMs, minutes } from '../../shared/core/units.ts';
import { aRawEvent, NOW } from '../support/builders.ts';
import { parapet, type Run } from './run.ts';

let folder: string;
const path = (name: string): string => join(folder, name);
const save = (name: string, content: string | Uint8Array): Promise<void> => writeFile(path(name), content);

/** Of a minute since NOW, the place among its sixty. */
const event = (minute: number, index: number, overrides: Record<string, unknown> = {}): Record<string, unknown> =>
  aRawEvent({
    id: `pay_${minute}_${index}`,
    time: new Date(addMs(NOW, durationMs(minutes(minute) + index * 900))).toISOString(),
    outcome: minute >= 5 && minute < 9 && index < 30 ? 'failed' : 'succeeded',
    ...overrides,
  });
const MINUTES = 12;
const stream = Array.from({ length: MINUTES }, (_, minute) =>
  Array.from({ length: 60 }, (__, index) => event(minute, index)),
).flat();
const ndjson = (events: readonly unknown[]): string => events.map((each) => `${JSON.stringify(each)}\n`).join('');

const rules = (limit: string): string =>
  `guardrails:\n  - { id: failures, kind: rate, bad: { outcome: [failed] }, critical: { above: ${limit} } }\n`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parapet-'));
  await save('events.ndjson', ndjson(stream));
  await save('new.yaml', rules('5%'));
  await save('old.yaml', rules('90%'));
});
afterAll(() => rm(folder, { recursive: true }));

const backtest = (...args: readonly string[]): Promise<Run> =>
  parapet('backtest', ...(args.includes('--rules') ? [] : ['--rules', path('new.yaml')]), ...args);
const onEvents = (...args: readonly string[]): Promise<Run> => backtest('--events', path('events.ndjson'), ...args);
/** The same without a process of its own, which takes longer than the replay. */
const here = async (wish: Partial<BacktestWish>): Promise<{ readonly isFine: boolean; readonly stdout: string }> => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  try {
    const isFine = await backtestHere({ events: path('events.ndjson'), rules: path('new.yaml'), json: false, ...wish });
    return { isFine, stdout: log.mock.calls.map(([text]) => `${String(text)}\n`).join('') };
  } finally {
    log.mockRestore();
  }
};
const failure = async (wish: Partial<BacktestWish>): Promise<{ readonly isUsage: boolean; readonly text: string }> => {
  const error: unknown = await here(wish).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { isUsage: error instanceof UsageError, text: errorText(error).replaceAll(`${folder}/`, '') };
};
const time = (text: string) => epochMs(Date.parse(text));
/** Without what depends on the machine. */
const told = ({ stdout }: Pick<Run, 'stdout'>): string =>
  stdout.replaceAll(`${folder}/`, '').replace(/(event)s? in [\d.]+ s, [\d,]+ a second/, '$1s in 1.0 s, 1 a second');
const incidentsOf = ({ stdout }: Pick<Run, 'stdout'>): unknown => {
  const { rules: outcome } = JSON.parse(stdout) as { rules: { incidents: unknown } };
  return outcome.incidents;
};
/** With an input of its own. */
const fed = (input: string, command: string): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', `set -o pipefail; ${command}`], {
      env: { ...process.env, FORCE_COLOR: undefined },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });

describe('parapet backtest', () => {
  it('prints every incident that the rules would have opened, and nothing else', async () => {
    const run = await onEvents();
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(told(run)).toBe(`events.ndjson: 2026-03-02 09:00 to 09:12 UTC, 12 minutes judged by new.yaml
720 events

┌───────────┬────────────────────────┬──────────┬────────────────────────────────┬──────────────────────────┬──────────┐
│ guardrail │ incident               │ severity │ peak                           │ members                  │ messages │
├───────────┼────────────────────────┼──────────┼────────────────────────────────┼──────────────────────────┼──────────┤
│ failures  │ 2026-03-02 09:06, open │ critical │ overall 50% (30 of 60)         │ overall                  │ 1        │
│           │ 6 minutes              │          │                                │                          │          │
└───────────┴────────────────────────┴──────────┴────────────────────────────────┴──────────────────────────┴──────────┘
1 incident, 1 message
720 events in 1.0 s, 1 a second
`);
  });

  it('prints what other rules change', async () => {
    const { code, stdout } = await onEvents('--against', path('old.yaml'));
    expect(code).toBe(0);
    expect(stdout).toContain('old.yaml: 0 incidents, 0 messages\n');
    expect(stdout).toMatch(/│ failures +│ +│ 2026-03-02 09:06, open, critical +│ opened by the new rules only +│/);
  });

  it('prints that the same rules change nothing', async () => {
    const { code, stdout } = await onEvents('--against', path('new.yaml'), '--fail-on', 'changed');
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 incident, 1 message\nno differences\n')]);
  });

  it('says the same as JSON', async () => {
    const { code, stdout, stderr } = await onEvents('--against', path('old.yaml'), '--json');
    expect([code, stderr]).toEqual([0, '']);
    const incident = 'failures-20260302T0906Z';
    expect(JSON.parse(stdout)).toMatchObject({
      source: path('events.ndjson'),
      from: '2026-03-02T09:00:00.000Z',
      to: '2026-03-02T09:12:00.000Z',
      ticks: 12,
      events: 720,
      invalid: 0,
      rules: {
        file: path('new.yaml'),
        messages: 1,
        incidents: [
          { id: incident, opened: '2026-03-02T09:06:00.000Z', resolved: null, peak: { group: '', bad: 30, total: 60 } },
        ],
        withoutHistory: [],
      },
      against: { file: path('old.yaml'), messages: 0, incidents: [] },
      difference: {
        onlyOld: [],
        onlyNew: [{ guardrail: 'failures', old: [], new: [incident] }],
        changed: [],
        same: [],
      },
    });
  });

  it('draws a picture of it', async () => {
    await here({ svg: path('out.svg') });
    expect(await readFile(path('out.svg'), 'utf8')).toMatch(/^<svg [^]*<\/svg>\n$/);
  });

  it('cuts what lies outside of --from and --to', async () => {
    const run = await here({ from: time('2026-03-02T09:01:00Z'), to: time('2026-03-02T17:05:00+08:00') });
    expect(told(run)).toContain(
      '2026-03-02 09:01 to 09:05 UTC, 4 minutes judged by new.yaml\n240 events; 480 outside of the period\n',
    );
    expect(run.stdout).toContain('\n0 incidents, 0 messages\n');
  });

  it('names guardrails that lack a past to be judged by', async () => {
    const volume = '  - { id: volume, kind: volume, baseline: { weeks: 4 }, critical: { below: 50% of baseline } }\n';
    await save('volume.yaml', `guardrails:\n${volume}`);
    const { stdout } = await here({ rules: path('volume.yaml') });
    expect(stdout).toMatch(/\nnote: volume had no verdict at all: normal is not known: 0 of 4 past weeks can tell/);
  });

  it('leaves out lines that are no events, and tells the first of them by line and reason, never by value', async () => {
    const bad = Array.from({ length: 7 }, () => '{"id": "secret_4111');
    const lines = ndjson(stream.slice(0, 100)).split('\n');
    await save(
      'broken.ndjson',
      [...lines.slice(0, 2), JSON.stringify(event(0, 2, { amuont: 3 })), ...bad, ...lines.slice(2)].join('\n'),
    );
    const run = await backtest('--events', path('broken.ndjson'));
    expect(run.code).toBe(0);
    const notJson = (line: number): string =>
      `left out: broken.ndjson:${line}: expected JSON, got something that does not parse as JSON\n`;
    expect(run.stderr.replaceAll(`${folder}/`, '')).toBe(
      'left out: broken.ndjson:3: amuont: not a field of an event; expected only id, source, time, type, outcome, fraud, latencyMs, amount, currency, attributes (own fields go into attributes)\n' +
        [4, 5, 6, 7].map(notJson).join('') +
        'left out: 3 more\n',
    );
    expect(told(run)).toContain('\n100 events; 8 that are no events\n');
  });

  it('counts what comes late, and tells how much it was', async () => {
    await save('late.ndjson', ndjson([...stream, event(0, 60)]));
    const { stdout } = await here({ events: path('late.ndjson') });
    expect(stdout).toContain('\n721 events; 1 came late and was counted when it came\n');
  });
});

describe('parapet backtest reads the same', () => {
  let expected: unknown;
  beforeAll(async () => {
    expected = incidentsOf(await here({ json: true }));
  });

  it('from a folder, file by file in the order of their names, packed or not, in batches or not', async () => {
    await mkdir(path('days/1'), { recursive: true });
    await save('days/1/a.ndjson.gz', gzipSync(ndjson(stream.slice(0, 200))));
    await save('days/1/b.jsonl', ndjson([{ events: stream.slice(200, 500) }]));
    await save('days/2.json', ndjson(stream.slice(500)));
    await save('days/notes.txt', 'not events');
    const run = await backtest('--events', path('days'), '--json');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(incidentsOf(run)).toEqual(expected);
  });

  it('from stdin', async () => {
    const run = await fed(ndjson(stream), `node cli/parapet.ts backtest --events - --rules ${path('new.yaml')} --json`);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(incidentsOf(run)).toEqual(expected);
  });

  it('where events come twice', async () => {
    await save('twice.ndjson', ndjson(stream.flatMap((each) => [each, each])));
    expect(incidentsOf(await here({ events: path('twice.ndjson'), json: true }))).toEqual(expected);
  });
});

it('parapet backtest in a pipe that is closed early is no error, and prints no colours', async () => {
  const args = `--events ${path('events.ndjson')} --rules ${path('new.yaml')}`;
  const run = await fed('', `node cli/parapet.ts backtest ${args} | head -n 1`);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toMatch(/new\.yaml\n$/);
  expect(run.stdout).not.toContain('\u001B');
});

describe('parapet backtest exits 1', () => {
  it('for what it was told to fail on', async () => {
    const { code, stdout } = await onEvents('--fail-on', 'any');
    expect([code, stdout]).toEqual([1, expect.stringContaining('1 incident, 1 message')]);
  });

  it.each<[FailOn, boolean, string]>([
    ['any', false, 'old.yaml'],
    ['new', false, 'old.yaml'],
    ['changed', false, 'old.yaml'],
    ['lost', true, 'old.yaml'],
    ['new', true, 'new.yaml'],
    ['changed', true, 'new.yaml'],
  ])('with --fail-on %s or not: fine is %s against %s', async (failOn, isFine, against) => {
    expect((await here({ against: path(against), failOn })).isFine).toBe(isFine);
  });

  it('for a file without events', async () => {
    await save('empty.ndjson', '');
    expect(await backtest('--events', path('empty.ndjson'))).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: Expected events in ${path('empty.ndjson')}; there are none\n`,
    });
  });

  const cases = new Map<string, [string, string | Uint8Array, Partial<BacktestWish>, string]>([
    ['blank lines', ['blank.ndjson', '\n\r\n \n', {}, 'Expected events in blank.ndjson; there are none']],
    [
      'events that all lie outside of the period',
      [
        'outside.ndjson',
        ndjson(stream.slice(0, 2)),
        { from: time('2026-03-03T00:00:00Z') },
        'Expected events from 2026-03-03T00:00:00.000Z in outside.ndjson; all of them lie between 2026-03-02T09:00:00.000Z and 2026-03-02T09:00:00.900Z',
      ],
    ],
    [
      'a packed file that is cut off',
      [
        'cut.ndjson.gz',
        gzipSync(ndjson(stream)).subarray(0, 2000),
        {},
        'cut.ndjson.gz could not be read to its end\n  because: unexpected end of file',
      ],
    ],
  ]);
  it.each([...cases])('for %s', async (_, [name, content, wish, text]) => {
    await save(name, content);
    expect(await failure({ events: path(name), ...wish })).toEqual({ isUsage: false, text });
  });

  it('for rules with a mistake, told by line and column', async () => {
    await save('bad.yaml', rules('5%').replace('failed', 'fialed'));
    const { isUsage, text } = await failure({ rules: path('bad.yaml') });
    expect([isUsage, text]).toEqual([false, expect.stringContaining('bad.yaml:2:')]);
  });
});

describe('parapet backtest exits 2', () => {
  const runs = new Map<string, [readonly string[], string]>([
    [
      'for a file that is not there',
      [
        ['--events', 'none.ndjson'],
        'error: Expected --events none.ndjson to be a file of events, a folder of such files, or - for stdin; there is none\n',
      ],
    ],
    ['for a time that is none', [['--events', 'x', '--from', 'yesterday'], 'Expected RFC 3339 with an offset']],
    ['for an unknown finding', [['--events', 'x', '--fail-on', 'nwe'], 'Allowed choices are any, new, lost, changed']],
  ]);
  it.each([...runs])('%s', async (_, [args, message]) => {
    const { code, stdout, stderr } = await backtest(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  const wishes = new Map<string, [Partial<Record<keyof BacktestWish, unknown>>, string]>([
    [
      'without events',
      [
        { events: undefined },
        'Expected --events <file>, --stack [name], --table <name> or --data <dir>; got none of them',
      ],
    ],
    ['with two sources', [{ table: 'y' }, 'Expected --events or a place where events are stored, got both']],
    ['for a folder without events', [{ events: 'infra' }, 'it holds none']],
    ['for rules that are not there', [{ rules: 'none.yaml' }, 'Expected none.yaml to be a file that can be read']],
    [
      'for old rules that are not there',
      [{ against: 'none.yaml' }, 'Expected none.yaml to be a file that can be read'],
    ],
    [
      'for a period that ends before it begins',
      [
        { from: time('2026-03-03T00:00:00Z'), to: time('2026-03-02T00:00:00Z') },
        'Expected --from to be earlier than --to',
      ],
    ],
    ['for a difference without other rules', [{ failOn: 'new' }, 'Expected --against <file> with --fail-on new']],
  ]);
  it.each([...wishes])('%s', async (_, [wish, message]) => {
    const { isUsage, text } = await failure(wish as Partial<BacktestWish>);
    expect([isUsage, text]).toEqual([true, expect.stringContaining(message)]);
  });
});

it('parapet backtest --help exits 0, with examples', async () => {
  const { code, stdout, stderr } = await parapet('backtest', '--help');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('$ npm run parapet -- backtest --events events.ndjson');
});
