import { expect, test } from 'vitest';
import { progressOn } from '../../cli/demo/progress.ts';
import { alertLines, clockTime } from '../../cli/print.ts';
import { epochMs } from '../../shared/core/units.ts';

const alert = { messageId: '', subject: 's', message: '', attributes: new Map<string, string>() };

test('times are told in UTC', () => {
  expect(clockTime(epochMs(Date.parse('2026-03-02T10:17:59+01:00')))).toBe('09:17');
});

test('an alert is printed line for line, long lines broken between words, a long word left whole', () => {
  const url = `https://example.com/${'x'.repeat(120)}`;
  const text = `first\n\n${'word '.repeat(30).trim()}\n${url}\n`;
  expect(alertLines({ ...alert, text })).toEqual([
    '┌ s',
    '│ first',
    '│',
    `│ ${'word '.repeat(20).trim()}`,
    `│ ${'word '.repeat(10).trim()}`,
    `│ ${url}`,
    '└',
  ]);
});

const written = (isTTY: boolean): string => {
  let output = '';
  const progress = progressOn({ isTTY, write: (text: string | Uint8Array) => (output += String(text)) !== '' });
  for (let done = 1; done <= 50; done++) progress.show(done, 50, `step ${done}`);
  progress.clear();
  return output;
};

test('on a terminal progress is one line that is rewritten, and gone at the end', () => {
  const output = written(true);
  expect(output).not.toContain('\n');
  expect(output.endsWith('step 50\r\u001B[2K')).toBe(true);
});

test('in a pipe progress is a plain line now and then', () => {
  expect(written(false)).toBe(
    'step 5\nstep 10\nstep 15\nstep 20\nstep 25\nstep 30\nstep 35\nstep 40\nstep 45\nstep 50\n',
  );
});
