import type { Failure } from '../checks/evaluate.ts';
import { checkText } from './check-text.ts';
import { type CheckResult, type FileResult, isFailed } from './result.ts';

/**
 * The results as CI systems read them: a suite for each file, a case for each check; a file that could not be run is a case
 * with an error. It keeps https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
export const junitText = (results: readonly FileResult[]): string => {
  const totals = { tests: 0, failures: 0, errors: 0, seconds: 0 };
  const suites = results.map((result) => {
    const { file, name = file, checks, problems, seconds } = result;
    const errors = problems.length > 0 ? 1 : 0;
    const failures = checks.filter(isFailed).length;
    totals.tests += checks.length + errors;
    totals.failures += failures;
    totals.errors += errors;
    totals.seconds += seconds;
    const counts = { tests: checks.length + errors, failures, errors, skipped: 0, time: timeOf(seconds) };
    const cases = [
      ...(errors > 0 ? [errorCase(file, problems)] : []),
      ...checks.map((checked) => checkCase(file, checked)),
    ];
    return element('testsuite', { name, ...counts, file }, `\n${cases.join('\n')}\n  `, '  ');
  });
  const { seconds, ...counts } = totals;
  const all = element(
    'testsuites',
    { name: 'parapet test', ...counts, time: timeOf(seconds) },
    `\n${suites.join('\n')}\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
};

const timeOf = (seconds: number): string => seconds.toFixed(3);

const checkCase = (file: string, { check, failure }: CheckResult): string => {
  const attributes = { name: `line ${check.place.line}: ${checkText(check)}`, classname: file };
  if (failure === undefined) return element('testcase', attributes, '', '    ');
  return element('testcase', attributes, `\n${failureElement(file, failure)}\n    `, '    ');
};

const failureElement = (file: string, { misses, context }: Failure): string => {
  const message = misses.map(({ expected, got }) => `expected ${expected}, got ${got}`).join('; ');
  const lines = misses.flatMap(({ place, expected, got }) => [
    `${file}:${place.line}:${place.column}`,
    `expected ${expected}`,
    `got ${got}`,
  ]);
  return element('failure', { message, type: 'expectation' }, escape([...lines, ...context].join('\n')), '      ');
};

const errorCase = (file: string, problems: readonly string[]): string => {
  const message = problems[0] ?? '';
  const error = element('error', { message, type: 'scenario' }, escape(problems.join('\n')), '      ');
  return element('testcase', { name: 'the file can be run', classname: file }, `\n${error}\n    `, '    ');
};

const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inner: string,
  indent = '',
): string => {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escape(String(value)).replaceAll('\n', '&#10;')}"`,
  );
  const start = `${indent}<${name}${written.join('')}`;
  return inner === '' ? `${start}/>` : `${start}>${inner}</${name}>`;
};

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Characters that XML 1.0 has not at all, escaped or not (https://www.w3.org/TR/xml/#charsets), become U+FFFD. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => entities.get(character) ?? character);
