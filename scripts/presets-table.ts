import { stringify } from 'yaml';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import type { Guardrail } from '../shared/core/guardrail/guardrail.ts';
import type { WrittenGuardrail } from '../shared/core/guardrail/schema.ts';
import { type PresetName, presetNames } from '../shared/core/presets/names.ts';
import { presets } from '../shared/core/presets/presets.ts';
import { partsOf } from '../shared/core/rollup/part.ts';

/** Prints the tables of docs/presets.md: `node scripts/presets-table.ts`. What stands between its two comments is this. */

const load = (name: PresetName): ReadonlyMap<string, Guardrail> => {
  const loaded = loadGuardrails(`extends: [${name}]`, name);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return new Map(loaded.guardrails.map((guardrail) => [guardrail.id, guardrail]));
};

/** `{ step: scan }`, as guardrails.yaml would have it. */
const pattern = (fields: unknown): string =>
  `\`${stringify(fields, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 })
    .trim()
    .slice(1, -1)}\``;

const what = (rule: WrittenGuardrail, { by }: Guardrail): string =>
  `${counted(rule)}${by.length === 0 ? '' : `, by ${by.join(', ')}`}`;

const counted = (rule: WrittenGuardrail): string => {
  const among = rule.of === undefined ? 'payments' : pattern(rule.of);
  switch (rule.kind) {
    case 'rate': {
      const unit = rule.countBy === undefined ? '' : ` by number of ${rule.countBy}s`;
      return `${rule.weight === undefined ? 'share' : `share of value (${rule.currency})`} of ${pattern(rule.bad)} in ${among}${unit}`;
    }
    case 'latency':
      return `p${rule.percentile} of ${among}`;
    case 'volume':
      return `number of ${among}`;
    case 'monthly':
      return `month of \`preset: ${rule.preset}\``;
  }
};

const limits = ({ levels, objective }: Guardrail): string =>
  objective === undefined
    ? levels
        .toReversed()
        .map(({ severity, direction, text }) => `${severity} ${direction} ${text}`)
        .join('<br>')
    : [
        `objective ${objective.text} of ${objective.days} days`,
        ...[...Map.groupBy(levels.toReversed(), ({ severity }) => severity)].map(
          ([severity, burning]) => `${severity} at ${burning.map(({ burn }) => `${burn?.factor}x`).join(' and ')}`,
        ),
      ].join('<br>');

const table = (name: PresetName): readonly string[] => {
  const { says, guardrails } = presets[name];
  const loaded = load(name);
  return [
    `\n## ${name}\n`,
    `${says} ${guardrails.length} guardrails, ${partsOf([...loaded.values()]).length} counts.\n`,
    '| id | who cares | what | limits | why, and where the number comes from |\n|---|---|---|---|---|',
    ...guardrails.map(({ for: parties, rule }) => {
      const guardrail = loaded.get(rule.id);
      if (guardrail === undefined) throw new Error(`Expected ${rule.id} to load with ${name}`);
      const cells = [`\`${rule.id}\``, parties.join(', '), what(rule, guardrail), limits(guardrail), rule.description];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
};

process.stdout.write(`${presetNames.flatMap(table).join('\n')}\n\n`);
