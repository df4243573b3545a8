import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parapet } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parapet-'));
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'days', 'more'), { recursive: true });
  write('days/calm.yaml', calm);
  write('days/more/late.yml', calm.replace('A calm day', 'A late one').replace('00:02', '00:04'));
  write('days/more/notes.txt', 'no scenario');
  write('red.yaml', red);
  write('typo.yaml', calm.replace('expect:', 'expects:'));
  write(
    'rules.yaml',
    'guardrails: [{ id: failures, kind: rate, bad: { outcome: [failed] }, warning: { above: 5% } }]\n',
  );
  write('wrong.yaml', 'guardrails: [{ id: failures, kind: rat }]\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
/** What was printed, with the folder left out. */
const run = async (...args: string[]) => {
  const named = args.map((arg) => (/^(days|empty|none|red|typo|rules|wrong|out)/.test(arg) ? join(folder, arg) : arg));
  const { code, stdout, stderr } = await parapet('test', ...named);
  return { code, stdout: stdout.replaceAll(`${folder}/`, ''), stderr: stderr.replaceAll(`${folder}/`, '') };
};

const calm = `name: A calm day
guardrails:
  - { id: failures, kind: rate, bad: { outcome: [failed] }, by: [bank], critical: { above: 15% } }
events:
  - 00:00..00:10 200/min outcome=failed:1% bank=icbc|ccb
expect:
  - quiet: 00:00..00:02
  - { at: 00:10, guardrail: failures, state: ok }
`;
const red = `${calm.replace('A calm day', 'A red one')}  - at: 00:10
    guardrail: failures
    group: bank=icbc
    state: firing
  - by: 00:10
    opened: failures
`;

describe('parapet test', () => {
  it('plays every scenario of a folder, and exits 0 where all checks hold', async () => {
    expect(await run('days')).toEqual({
      code: 0,
      stdout: `✓ days/calm.yaml: A calm day (2 checks)
✓ days/more/late.yml: A late one (2 checks)

2 scenarios, 0 failed; 4 checks, 0 failed
`,
      stderr: '',
    });
  });

  it('exits 1 where one does not, and names its line, what was expected and what came', async () => {
    expect(await run('days/calm.yaml', 'red.yaml')).toEqual({
      code: 1,
      stdout: `✓ days/calm.yaml: A calm day (2 checks)
✗ red.yaml: A red one (2 of 4 checks failed)
    red.yaml:12:12: at 00:10 failures, bank=icbc: state firing
      expected  state firing
      got       state ok
        it was ok, clear: 3 of 97 (3.09%) from 00:08 to 00:09, limit 15%, chance 0.00051, asked 0.01
        the decision: no incident
        no message until then
    red.yaml:14:13: by 00:10 failures opened
      expected  failures opened by 00:10
      got       no such message
        no message until then

2 scenarios, 1 failed; 6 checks, 2 failed
`,
      stderr: '',
    });
  });

  it('exits 1 where a file can’t be run, and plays the others', async () => {
    expect(await run('typo.yaml', 'days/calm.yaml')).toEqual({
      code: 1,
      stdout: `✗ typo.yaml (2 problems)
    typo.yaml:1:1: expect: expected a list of checks, got nothing
    typo.yaml:7:3: expects: not a key that is known here; did you mean expect?
✓ days/calm.yaml: A calm day (2 checks)

2 scenarios, 1 failed; 2 checks, 0 failed
`,
      stderr: '',
    });
  });

  it('tests other rules than those that the files name', async () => {
    const { code, stdout } = await run('days/calm.yaml', 'red.yaml', '--rules', 'rules.yaml');
    expect(code).toBe(1);
    expect(stdout).toContain('✓ days/calm.yaml');
    expect(stdout).toContain('red.yaml:11:12: expect[2].group: failures has no groups, got bank=icbc');
  });

  it('prints JSON, and writes JUnit XML', async () => {
    const { code, stdout, stderr } = await run('red.yaml', '--json', '--junit', 'out.xml');
    expect([code, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      scenarios: [
        {
          file: 'red.yaml',
          name: 'A red one',
          ok: false,
          problems: [],
          checks: [
            { line: 7, check: 'quiet 00:00..00:02', ok: true },
            { line: 8, check: 'at 00:10 failures, overall: state ok', ok: true },
            {
              line: 9,
              check: 'at 00:10 failures, bank=icbc: state firing',
              ok: false,
              misses: [{ line: 12, column: 12, expected: 'state firing', got: 'state ok' }],
              context: [
                expect.stringMatching(/^it was ok, clear: /),
                'the decision: no incident',
                'no message until then',
              ],
            },
            {
              line: 13,
              check: 'by 00:10 failures opened',
              ok: false,
              misses: [{ line: 14, column: 13, expected: 'failures opened by 00:10', got: 'no such message' }],
              context: ['no message until then'],
            },
          ],
        },
      ],
    });
    const xml = readFileSync(join(folder, 'out.xml'), 'utf8');
    expect(xml).toContain('<testsuites name="parapet test" tests="4" failures="2" errors="0"');
    expect(xml).toContain('<testcase name="line 8: at 00:10 failures, overall: state ok"');
  });

  it.each<[string, string[], string]>([
    ['nothing to test', [], 'Expected scenario files or folders, such as samples/scenarios; got none'],
    ['a folder without scenarios', ['empty'], 'Expected empty to hold scenarios (*.yaml, *.yml); it holds none'],
    ['a file that is not there', ['none.yaml'], 'Expected none.yaml to be a file or a folder; there is none'],
    [
      'rules that are not there',
      ['red.yaml', '--rules', 'none.yaml'],
      'Expected none.yaml to be a file that can be read; there is none',
    ],
    [
      'a place for results that is none',
      ['red.yaml', '--junit', 'none/out.xml'],
      'Expected none/out.xml to be a file that can be written, got no such folder',
    ],
    [
      'a folder for results',
      ['red.yaml', '--junit', 'empty'],
      'Expected empty to be a file that can be written, got a folder',
    ],
    [
      'an option that is misspelt',
      ['red.yaml', '--jnit', 'out.xml'],
      "unknown option '--jnit'\n(Did you mean --junit?)",
    ],
  ])('exits 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${message}`);
  });

  it('exits 1 for rules that are wrong, line by line', async () => {
    const { code, stdout, stderr } = await run('red.yaml', '--rules', 'wrong.yaml');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('wrong.yaml:1:');
  });

  it('says how it is used, with examples', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: parapet test [options] [paths...]');
    expect(stdout).toMatch(/Examples:\n {2}\$ npm run parapet -- test samples\/scenarios\n/);
  });
});
