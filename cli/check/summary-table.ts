import Table from 'cli-table3';
import type { Guardrail } from '../../shared/core/guardrail/guardrail.ts';
import { durationText } from '../../shared/core/message/format.ts';
import { MS_PER_MINUTE } from '../../shared/core/units.ts';
import { type Said, toldAfter } from './said.ts';

/** What the rules say, one below the other: enough to see that they say what was meant. */
export const summaryTable = (rules: readonly Said[]): string => {
  const expects = rules.some(({ expected }) => expected !== undefined);
  const table = new Table({
    head: ['guardrail', 'kind', 'limits', 'by', ...(expects ? ['of a total failure'] : [])],
    colWidths: [null, null, 24, 18, ...(expects ? [30] : [])],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const rule of rules) {
    const { id, kind, by } = rule.guardrail;
    table.push([id, kind, limitsText(rule.guardrail), by.join(', '), ...(expects ? [outlookText(rule)] : [])]);
  }
  const hint =
    'expects: 20/min on a guardrail says how much comes to its quietest member, and shows here how soon it is told.';
  return `${table.toString()}${expects ? '' : `\n${hint}`}`;
};

const limitsText = ({ kind, levels, evidence }: Guardrail): string =>
  [
    ...levels.map(({ severity, direction, text }) => `${severity} ${direction} ${text}`),
    ...(kind === 'monthly' ? ['over a month'] : []),
    ...(evidence.kind === 'none' ? [`over ${durationText(evidence.windowMinutes)}${forText(evidence.for)}`] : []),
  ].join('\n');

const forText = (ms: number): string => (ms === 0 ? '' : `, for ${durationText(ms / MS_PER_MINUTE)}`);

const outlookText = (rule: Said): string => {
  const { expected } = rule;
  if (expected === undefined) return '';
  const [told, over] = [toldAfter(rule), expected.outlook?.clearMinutes];
  return [
    `at ${expected.text}`,
    ...(expected.outlook === undefined ? [] : [told === undefined ? 'never told' : `told after ${durationText(told)}`]),
    ...(expected.outlook === undefined
      ? []
      : [over === undefined ? 'its end never' : `its end after ${durationText(over)}`]),
  ].join('\n');
};
