import { expect, test } from 'vitest';
import { diary } from '../../e2e/diary.ts';

const written = () => {
  const lines: string[] = [];
  let time = 1_000_000;
  const told = diary(
    () => time,
    (line) => lines.push(line),
  );
  return { lines, ...told, pass: (ms: number) => (time += ms) };
};

test('a step is told when it begins and when it ends, with the seconds since the start and its own', async () => {
  const { lines, step, pass } = written();
  pass(1_200);
  const act = () => Promise.resolve(pass(12_340));
  await step('deploy', act, () => 'a\nb');
  expect(lines).toEqual(['   1.2 s  deploy ...', '  13.5 s  deploy: done in 12.3 s', '          a', '          b']);
});

test('a step that fails says so, and its error goes on', async () => {
  const { lines, step } = written();
  await expect(step('deploy', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(lines).toEqual(['   0.0 s  deploy ...', '   0.0 s  deploy: failed after 0.0 s']);
});
