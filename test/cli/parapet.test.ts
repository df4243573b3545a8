import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parapet } from './run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parapet-'));
  await writeFile(join(folder, 'bad.yaml'), 'guardrails:\n  - id: x\n    kind: rate\n    bad: { outcome: [fialed] }\n');
});
afterAll(() => rm(folder, { recursive: true }));

/** The commands that a command lists below it, without `help`. */
const listed = (help: string): string[] => {
  const [, commands = ''] = /^Commands:\n((?: .*\n)+)/m.exec(help) ?? [];
  return [...commands.matchAll(/^ {2}(\w+)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]));
};

describe('help', () => {
  /** Every command at every depth, by what the help of the one above it lists. */
  const walk = async (path: readonly string[]): Promise<[string, string][]> => {
    const { code, stdout, stderr } = await parapet(...path, '--help');
    expect([path, code, stderr]).toEqual([path, 0, '']);
    const below: [string, string][] = [];
    for (const name of listed(stdout)) below.push(...(await walk([...path, name])));
    return [[path.join(' '), stdout], ...below];
  };

  test('of every command exits 0, with an example that names it and its exit codes', async () => {
    const helps = new Map(await walk([]));
    expect([...helps.keys()]).toEqual(
      expect.arrayContaining([
        '',
        'demo',
        'start',
        'send',
        'silence',
        'silence add',
        'check',
        'test',
        'backtest',
        'import prometheus',
        'cost',
      ]),
    );
    const lacking = [...helps].filter(([command, help]) => {
      const [, examples = ''] = /\nExamples?:\n([^]*)$/.exec(help) ?? [];
      return !examples.includes('$ ') || !examples.includes(command) || !/[Ee]xit code/.test(help);
    });
    expect(lacking.map(([command]) => command)).toEqual([]);
  });

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await parapet('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('wrong use exits 2 and says what was expected', () => {
  const cases: Record<string, [string[], string]> = {
    'no command': [[], 'Usage: parapet'],
    'an unknown command': [
      ['strat'],
      "error: unknown command 'strat'\n(Did you mean start?)\n(parapet --help says how it is used)\n",
    ],
    'an unknown command below another': [
      ['silence', 'lst'],
      "error: unknown command 'lst'\n(Did you mean list?)\n(parapet silence --help says how it is used)\n",
    ],
    'no command below another': [['silence'], 'Usage: parapet silence'],
    'an unknown option': [
      ['demo', '--sed', '1'],
      "error: unknown option '--sed'\n(Did you mean --seed?)\n(parapet demo --help says how it is used)\n",
    ],
    'an unknown option below another': [
      ['silence', 'add', '--gaurdrail', 'x'],
      "error: unknown option '--gaurdrail'\n(Did you mean --guardrail?)\n(parapet silence add --help says how it is used)\n",
    ],
    'an option without its value': [['demo', '--seed'], "error: option '--seed <number>' argument missing"],
    'an argument too many': [['check', 'a.yaml', 'b.yaml'], "error: too many arguments for 'check'"],
    'an argument of a command that takes none': [['start', 'now'], "error: too many arguments for 'start'"],
    'a seed that is no number': [['demo', '--seed', '-1x'], 'Expected a whole number from 0'],
    'a port that is none': [['start', '--port', '70000'], 'Expected a whole number from 1 to 65534'],
    'no file to send': [['send'], "missing required argument 'file'"],
    'a file that is not there': [
      ['send', 'none.json'],
      'Expected none.json to be a file that can be read; there is none',
    ],
    'a folder instead of a file': [['send', 'samples'], 'it is a folder'],
    'a URL that is none': [['send', '--url', 'x', 'package.json'], 'Expected an http or https URL, got x'],
    'guardrails that are not there': [['demo', '--guardrails', 'none.yaml'], 'Expected none.yaml to be a file'],
    'rules to check that are not there': [['check', 'none.yaml'], 'error: Expected none.yaml to be a file'],
    'rules to check that are a folder': [['check', 'samples'], 'it is a folder'],
  };
  for (const [name, [args, message]] of Object.entries(cases)) {
    test(`${name}: parapet ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await parapet(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/^\s+at /m);
    });
  }
});

describe('a failure exits 1, with the reason on stderr and no stack', () => {
  test('guardrails with a mistake are told by line and column', async () => {
    const file = join(folder, 'bad.yaml');
    const { code, stdout, stderr } = await parapet('demo', '--guardrails', file);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${file}:4:`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('nothing listens where a payload is sent', async () => {
    const { code, stderr } = await parapet(
      'send',
      '--url',
      'http://127.0.0.1:1/v1/events',
      'samples/payloads/batch.json',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing answered at http://127.0.0.1:1; is it running? Start it with npm start');
  });
});

describe('in a pipe', () => {
  /** Runs a command whose reader leaves at once. */
  const withoutReader = (...args: string[]): Promise<{ code: number | null; stderr: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['cli/parapet.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let stderr = '';
      child.stdout.destroy();
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('error', reject).on('close', (code) => resolve({ code, stderr }));
    });

  test('a reader that leaves early is no fault', async () => {
    expect(await withoutReader('check', '--json')).toEqual({ code: 0, stderr: '' });
  });

  test('nor does it hide what was found', async () => {
    expect(await withoutReader('check', join(folder, 'bad.yaml'))).toEqual({ code: 1, stderr: '' });
  });

  test('nothing is coloured', async () => {
    const { stdout } = await parapet('check');
    expect(stdout).not.toContain('\u001B');
  });
});
