import type { ReadRules } from '../guardrail/load.ts';
import { dictionaryFields } from '../segment/columns.ts';
import type { Found } from './finding.ts';
import { groupFields } from './named-fields.ts';

/** What every event has of its own. As an attribute under the same name it would be one that nobody else can ask for. */
const withoutGroups: readonly string[] = ['id', 'time', 'latencyMs', 'amount'];

/** Rules that are grouped by what makes no groups, and would be judged as a whole only. */
export const noGroups = ({ guardrails, attributes = [] }: ReadRules): readonly Found[] =>
  guardrails
    .flatMap(groupFields)
    .filter(({ name }) => withoutGroups.includes(name) && !attributes.includes(name))
    .map(({ name, path }) => ({
      severity: 'error',
      path,
      message: `expected an attribute, or one of ${dictionaryFields.join(', ')}, got ${name}: each event has its own, so that there are no groups`,
    }));
