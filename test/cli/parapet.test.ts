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

describe('help', () => {
  for (const args of [['--help'], ['demo', '--help'], ['start', '--help'], ['send', '--help']]) {
    test(`parapet ${args.join(' ')} exits 0, with an example`, async () => {
      const { code, stdout, stderr } = await parapet(...args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/Examples:\n {2}\$ npm /);
    });
  }
});

describe('wrong use exits 2 and says what was expected', () => {
  const cases: Record<string, [string[], string]> = {
    'no command': [[], 'Usage: parapet'],
    'an unknown command': [['strat'], "unknown command 'strat'"],
    'an unknown option': [['demo', '--sed', '1'], "unknown option '--sed'"],
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
