import { type Checked, checkRules, findingText, isError } from '../../shared/core/check/check.ts';
import { countOf } from '../../shared/core/message/format.ts';
import { epochMs } from '../../shared/core/units.ts';
import { readText } from '../files.ts';
import { asJson } from './as-json.ts';
import { said } from './said.ts';
import { summaryTable } from './summary-table.ts';

export interface CheckWish {
  readonly json: boolean;
  readonly strict: boolean;
}

/** Prints what is found in a file of rules, and what they say; whether there is nothing that must be mended. */
export const check = async (file: string, { json, strict }: CheckWish): Promise<boolean> => {
  const checked = checkRules(await readText(file), epochMs(Date.now()));
  const rules = checked.read?.guardrails.map(said) ?? [];
  const hasErrors = checked.findings.some(isError);
  if (json) console.log(JSON.stringify(asJson(file, checked, rules), undefined, 2));
  else {
    for (const finding of checked.findings) console.log(findingText(file, finding));
    if (checked.findings.length > 0) console.log('');
    console.log(`${file}: ${summaryOf(checked)}`);
    if (!hasErrors) console.log(summaryTable(rules));
  }
  return !hasErrors && !(strict && checked.findings.length > 0);
};

/** `3 guardrails, 1 silence; 2 errors, 1 warning`. */
const summaryOf = ({ findings, read }: Checked): string => {
  const errors = findings.filter(isError).length;
  const counts = listText([
    [read?.guardrails.length, 'guardrail'],
    [read?.silences.length, 'silence'],
  ]);
  const found = listText([
    [errors, 'error'],
    [findings.length - errors, 'warning'],
  ]);
  return [...(counts === '' ? [] : [counts]), found === '' ? 'nothing to mend' : found].join('; ');
};

const listText = (counts: readonly (readonly [count: number | undefined, name: string])[]): string =>
  counts.flatMap(([count = 0, name]) => (count === 0 ? [] : [countOf(count, name)])).join(', ');
