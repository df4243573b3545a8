import { styleText } from 'node:util';
import { countOf } from '../../../shared/core/message/format.ts';
import type { Failure } from '../checks/evaluate.ts';
import { bold, dim } from '../../print.ts';
import { checkText } from './check-text.ts';
import { type FileResult, isFailed, isFine } from './result.ts';

/** A line for the file, and what did not hold of it. */
export const fileText = (result: FileResult): string => {
  const { file, name, problems, checks } = result;
  const title = `${bold(file)}${name === undefined ? '' : `: ${name}`}`;
  if (isFine(result)) return `${styleText('green', '✓')} ${title} ${dim(`(${countOf(checks.length, 'check')})`)}`;
  const failed = checks.filter(isFailed);
  const told =
    problems.length > 0
      ? `(${countOf(problems.length, 'problem')})`
      : `(${failed.length} of ${countOf(checks.length, 'check')} failed)`;
  const details = [
    ...problems.map((problem) => `    ${problem}`),
    ...failed.flatMap(({ check, failure }) =>
      failure === undefined ? [] : failureLines(file, checkText(check), failure),
    ),
  ];
  return [`${styleText('red', '✗')} ${title} ${told}`, ...details].join('\n');
};

const failureLines = (file: string, check: string, { misses, context }: Failure): readonly string[] => [
  ...misses.flatMap(({ place, expected, got }, index) => [
    `    ${bold(`${file}:${place.line}:${place.column}`)}${index === 0 ? `: ${check}` : ''}`,
    ...wrapped('expected', expected),
    ...wrapped('got     ', got),
  ]),
  ...context.map((line) => dim(`        ${line}`)),
];

/** A text of several lines stands in a column. */
const wrapped = (label: string, text: string): readonly string[] =>
  text.split('\n').map((line, index) => `      ${index === 0 ? label : ' '.repeat(label.length)}  ${line}`.trimEnd());

export const summaryText = (results: readonly FileResult[]): string => {
  const checks = results.flatMap((result) => result.checks);
  const lines = [
    `${countOf(results.length, 'scenario')}, ${results.filter((result) => !isFine(result)).length} failed`,
    `${countOf(checks.length, 'check')}, ${checks.filter(isFailed).length} failed`,
  ];
  return lines.join('; ');
};
