import type { RawPattern } from '../../shared/core/guardrail/pattern-schema.ts';
import { patterns } from '../../shared/core/event/schema.ts';
import { UsageError } from '../run-program.ts';
import type { Vocabulary } from './vocabulary.ts';

/** `--map label=field` and `--metric name=field:value|value,field:value`, as the words of a translation. */
export const vocabularyOf = (maps: readonly string[], metrics: readonly string[]): Vocabulary => ({
  labels: new Map(maps.map(labelOf)),
  metrics: new Map(metrics.map(metricOf)),
});

const labelOf = (text: string): readonly [string, string] => {
  const [, label, field] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (label === undefined || field === undefined || (field !== '' && !patterns.attributeName.test(field)))
    throw new UsageError(
      `Expected --map label=field, such as payment_method=method, or label= for one that events do not have; got ${text}`,
    );
  return [label, field];
};

const metricOf = (text: string): readonly [string, RawPattern] => {
  const [name = '', ...rest] = text.split('=');
  const fields = rest
    .join('=')
    .split(',')
    .filter((each) => each !== '');
  const pattern = fields.map((each) => /^([^:]+):(.+)$/.exec(each));
  if (name === '' || pattern.some((each) => each === null))
    throw new UsageError(
      `Expected --metric name=field:value, such as checkout_errors_total=outcome:failed|timeout, or a name alone; got ${text}`,
    );
  return [
    name,
    Object.fromEntries(pattern.map((each) => [each?.[1] ?? '', (each?.[2] ?? '').split('|').map(valueOf)])),
  ];
};

const valueOf = (text: string): string | boolean => (text === 'true' || text === 'false' ? text === 'true' : text);
