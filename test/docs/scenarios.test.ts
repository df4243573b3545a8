import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkKeys } from '../../cli/scenario/checks/schema.ts';
import { parseLine, parsePastLine } from '../../cli/scenario/lines/line.ts';
import { loadScenario } from '../../cli/scenario/load/load-scenario.ts';
import { isFine } from '../../cli/scenario/report/result.ts';
import { fileText, summaryText } from '../../cli/scenario/report/text.ts';
import { rulesKeys, scenarioSchema } from '../../cli/scenario/load/schema.ts';
import { testText } from '../../cli/scenario/test-file.ts';
import { notificationReasons } from '../../shared/core/incident/notification.ts';

const page = readFileSync('docs/scenarios.md', 'utf8');

/** The fenced block below a comment. */
const block = (comment: string): string => {
  const [, text] = new RegExp(`<!-- ${comment} -->\\n\`\`\`\\w*\\n([^]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`expected a block below <!-- ${comment} -->`);
  return text;
};

/** The first cells of the table that has this heading. */
const cells = (heading: string): string[] => {
  const [, rows = ''] = page.split(`| ${heading} | what it means |\n|---|---|\n`);
  return [...(rows.split('\n\n')[0]?.matchAll(/^\| `(.*?)` \|/gm) ?? [])].map(([, cell = '']) =>
    cell.replaceAll('\\|', '|'),
  );
};

// oxlint-disable-next-line no-control-regex -- colours, where the tests run on a terminal
const plain = (text: string): string => text.replaceAll(/\u001B\[\d+m/g, '');

const file = 'one-bank-down.yaml';

describe('the page on scenarios', () => {
  it('shows one that holds', async () => {
    const result = await testText(block('scenario'), file);
    expect(isFine(result) ? '' : fileText(result)).toBe('');
    expect(result.checks.length).toBeGreaterThan(4);
  });

  it('shows what is printed where it does not', async () => {
    const result = await testText(block('scenario').replace('above: 15%', 'above: 80%'), file);
    expect(page).toContain('If the limit were 80 % by mistake');
    expect(`${plain(fileText(result))}\n\n${summaryText([result])}\n`).toBe(block('failing'));
  });

  it.each(cells('line'))('shows a line that can be read: %s', (line) => {
    expect(['traffic', 'change']).toContain(parseLine(line).kind);
  });

  it.each(cells('line of `history`'))('shows a line of history that can be read: %s', (line) => {
    expect(parsePastLine(line).length).toBeGreaterThan(0);
  });

  it('shows enough of them', () => {
    expect([cells('line').length, cells('line of `history`').length]).toEqual([18, 2]);
  });

  it('shows explicit events that are accepted', async () => {
    const text = block('scenario')
      .replace(/events:\n( .*\n)+/, block('explicit'))
      .replace(/expect:[^]*/, 'expect: [quiet: 00:00..00:10]\n');
    expect(await loadScenario(text, file)).toMatchObject({
      ok: true,
      scenario: { explicit: [{ second: 5 }, { again: 2 }] },
    });
    expect((await testText(text, file)).problems).toEqual([]);
  });

  it('names every key', () => {
    const keys = [...Object.keys(scenarioSchema.shape), ...checkKeys].filter(
      (key) => !rulesKeys.some((rule) => rule === key),
    );
    const reasons: readonly string[] = notificationReasons;
    expect(keys.filter((key) => !reasons.includes(key) && !new RegExp(`[\`{ ]${key}[\`:]`).test(page))).toEqual([]);
  });
});
