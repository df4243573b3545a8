import type { Statement } from '../synth.ts';
import { shortName } from './call.ts';
import type { Principal } from './policies.ts';

/** The least that a policy can be cut into: one action on one resource, and of items one pattern of partition keys. */
export interface Atom {
  readonly action: string;
  readonly resource: string;
  readonly partitions?: string;
  readonly statement: Statement;
}

const LIKE = 'ForAllValues:StringLike';
const LEADING_KEYS = 'dynamodb:LeadingKeys';

export const atomsOf = ({ policies }: Principal): readonly Atom[] =>
  policies
    .flatMap(({ Statement: statements }) => statements)
    .filter(({ Effect: effect }) => effect === 'Allow')
    .flatMap((statement) =>
      [statement.Action].flat().flatMap((action) =>
        [statement.Resource as string | string[]].flat().flatMap((resource) =>
          patternsOf(statement).map((partitions) => ({
            action,
            resource,
            ...(partitions === undefined ? undefined : { partitions }),
            statement: {
              Effect: 'Allow' as const,
              Action: action,
              Resource: resource,
              Condition: conditionOf(statement, partitions),
            },
          })),
        ),
      ),
    );

/** Undefined where a statement says nothing of keys. */
export const patternsOf = ({ Condition: condition = {} }: Statement): readonly (string | undefined)[] => {
  const patterns = (condition as Conditions)[LIKE]?.[LEADING_KEYS];
  return patterns === undefined ? [undefined] : [patterns].flat();
};

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

const conditionOf = ({ Condition: condition = {} }: Statement, pattern: string | undefined): Conditions =>
  pattern === undefined
    ? (condition as Conditions)
    : { ...(condition as Conditions), [LIKE]: { [LEADING_KEYS]: [pattern] } };

/** `logs:PutLogEvents on EvaluatorFunctionLog:*`. */
export const rightText = ({ action, resource }: Pick<Atom, 'action' | 'resource'>): string =>
  `${action} on ${shortName(resource)}`;

/** `dynamodb:PutItem on StoreTable, SEG#*`. */
export const atomText = (atom: Atom): string =>
  [rightText(atom), ...(atom.partitions === undefined ? [] : [atom.partitions])].join(', ');
