import type { Statement } from '../synth.ts';
import { patternsOf } from './atoms.ts';
import { type Call, kindOf, shortName } from './call.ts';
import { type Attempts, itemKinds } from './forbidden.ts';
import { neverUsed, wildcards } from './reasons.ts';
import { type Known, SEEN } from './witness.ts';

/** What is known of a role or policy, for the page. */
export interface Chapter {
  readonly id: string;
  /** With the statement that allows it. */
  readonly calls: readonly (Known & { readonly allowedBy: Statement })[];
  readonly refused: Attempts;
}

const who: ReadonlyMap<string, string> = new Map<string, string>([
  ['EvaluatorFunctionRole', 'The role of `evaluate`.'],
  ['HttpIngestFunctionRole', 'The role of `ingest-http`.'],
  ['QueueIngestFunctionRole', 'The role of `ingest-queue`.'],
  ['StreamIngestFunctionRole', 'The role of `ingest-stream`, where a stream is a source.'],
  ...['pagerDuty', 'opsgenie', 'slack', 'webhook'].map((kind): [string, string] => [
    `${kind}ForwarderFunctionRole`,
    `The role of \`forward\` of a subscription of the kind \`${kind}\`; each subscription has its own.`,
  ]),
  ['SchedulerRole', 'The role in which EventBridge Scheduler calls `evaluate` each minute.'],
  ['SyntheticEventRole', 'The role in which EventBridge Scheduler sends an event of Parapet itself each minute.'],
  ['ProducerAccessPolicy', 'The output `ProducerPolicyArn`: attach it to the role of each producer.'],
  [
    'OperatorAccessPolicy',
    'The output `OperatorPolicyArn`: attach it to the role of people on call. A stack with many subscriptions has a second, and both are to be attached.',
  ],
]);

/** The tables of docs/permissions.md. `common`: what is refused to each of them. */
export const permissionsPage = (chapters: readonly Chapter[], common: Attempts): string => {
  const order = [...who.keys()];
  const known = new Set(common.map(([what]) => what));
  return [
    ...chapters
      .toSorted((left, right) => order.indexOf(left.id) - order.indexOf(right.id))
      .flatMap((chapter) => chapterLines(chapter, known)),
    '## What nobody may',
    '',
    'What somebody would try who got hold of one of these rights; each is refused to all of the above. `Payroll` is somebody else’s.',
    '',
    '| attempt | call |\n|---|---|',
    ...refusals(common).map(({ what, call }) => `| ${what} | ${call} |`),
    '',
    '## Wildcards',
    '',
    'No action has one. A resource has one where it says:',
    '',
    '| right | why |\n|---|---|',
    ...[...wildcards].map(([pattern, why]) => `| ${code(patternText(pattern))} | ${why} |`),
    '',
    'Of these rights no use is known:',
    '',
    '| right | why |\n|---|---|',
    ...[...neverUsed].map(([right, why]) => `| ${code(right)} | ${why} |`),
    '',
  ].join('\n');
};

const chapterLines = ({ id, calls, refused }: Chapter, common: ReadonlySet<string>): readonly string[] => [
  `## ${id}`,
  '',
  who.get(id) ?? '',
  '',
  '| right | needed for |\n|---|---|',
  ...[...Map.groupBy(calls, ({ allowedBy }) => statementText(allowedBy))].map(
    ([statement, made]) => `| ${statement} | ${neededText(made)} |`,
  ),
  '',
  `Refused: ${refusals(refused.filter(([what]) => !common.has(what)))
    .map(({ what, call }) => `${what} (${call})`)
    .join('; ')}.`,
  '',
];

const statementText = (statement: Statement): string => {
  const actions = [statement.Action].flat().map(code);
  const resources = [...new Set([statement.Resource as string | string[]].flat().map(shortName))].map(code);
  const keys = patternsOf(statement).flatMap((pattern) => (pattern === undefined ? [] : [code(pattern)]));
  return `${actions.join(', ')} on ${resources.join(', ')}${keys.length === 0 ? '' : `, items ${keys.join(', ')}`}`;
};

/** What was seen on the wire as it was seen, such as `PutItem` of `STATE`, `TICK`; of the rest what it is for. */
const neededText = (made: readonly Known[]): string => {
  const [seen, told] = [made.filter(isSeen), made.filter((known) => !isSeen(known))];
  const bySeen = [...Map.groupBy(seen, ({ call }) => call.action.split(':')[1] ?? '')].map(([action, known]) =>
    calledText(
      action,
      known.flatMap(({ call }) => call.partitions ?? []),
    ),
  );
  return [...bySeen, ...new Set(told.map(({ why }) => why))].join('; ');
};

const isSeen = ({ why }: Known): boolean => why === SEEN;

const calledText = (action: string, partitions: readonly string[]): string => {
  const kinds = [...new Set(partitions.map(kindOf))].sort();
  return kinds.length === 0 ? code(action) : `${code(action)} of ${kinds.map(code).join(', ')}`;
};

const code = (text: string): string => `\`${text}\``;

interface Refusal {
  readonly what: string;
  readonly call: string;
}

/** Of attempts of the same name one, and of calls on items one for each action. */
const refusals = (attempts: Attempts): readonly Refusal[] =>
  [...Map.groupBy(attempts, ([what, call]) => (isOfItem(call) ? `${call.action} ${call.resource}` : what))].map(
    ([, group]) => {
      const calls = group.map(([, call]) => call);
      const actions = [...new Set(calls.map(({ action }) => code(action)))].join(', ');
      const resources = [...new Set(calls.map(({ resource }) => code(shortName(resource))))].join(', ');
      return { what: whatOf(group), call: `${actions} on ${resources}` };
    },
  );

const whatOf = (group: Attempts): string => {
  const kinds = group.flatMap(([, call]) => (isOfItem(call) ? call.partitions.map(kindOf) : []));
  if (kinds.length === 0) return group[0]?.[0] ?? '';
  return kinds.length === itemKinds.length ? 'every item' : `the items ${kinds.map(code).join(', ')}`;
};

const isOfItem = (call: Call): call is Call & { readonly partitions: readonly string[] } =>
  call.partitions !== undefined && !call.action.includes('Batch');

/** As a person writes it: `logs:* on …Log:*`. */
const patternText = ({ source }: RegExp): string =>
  source
    .replaceAll(/^\^|\$$/g, '')
    .replaceAll('\\w+', '…')
    .replaceAll('\\', '');
