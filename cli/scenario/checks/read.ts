import type { Guardrail } from '../../../shared/core/guardrail/guardrail.ts';
import { didYouMean, nearest } from '../../../shared/core/guardrail/nearest.ts';
import type { Path } from '../../../shared/core/guardrail/problem.ts';
import type { PlaceOf } from '../../../shared/core/guardrail/rules-document.ts';
import { notificationReasons } from '../../../shared/core/incident/notification.ts';
import { attributeOf, OTHER, WHOLE } from '../../../shared/core/rollup/series.ts';
import type { KnownValues } from '../load/known-values.ts';
import type { Problems } from '../load/problems.ts';
import type { Check } from './check.ts';
import { checkKinds, checkSchemas } from './schema.ts';

export interface Context {
  readonly guardrails: readonly Guardrail[];
  readonly values: KnownValues;
  readonly placeOf: PlaceOf;
  readonly problems: Problems;
}

/** The checks of a file; those that can't be read, or are about what does not exist, are told as problems. */
export const readChecks = (items: readonly Readonly<Record<string, unknown>>[], context: Context): readonly Check[] =>
  items.flatMap((item, index) => readCheck(item, ['expect', index], context) ?? []);

const readCheck = (item: Readonly<Record<string, unknown>>, path: Path, context: Context): Check | undefined => {
  const { problems, placeOf } = context;
  const found = checkKinds.filter((kind) => item[kind] !== undefined);
  const [kind] = found;
  if (kind === undefined || found.length > 1) {
    const meant = kind === undefined ? Object.keys(item).map((key) => nearest(key, checkKinds)) : [];
    const got = kind === undefined ? Object.keys(item).join(', ') : found.join(' and ');
    problems.tell(
      path,
      `expected one of ${checkKinds.join(', ')}, got ${got === '' ? 'nothing' : got}${didYouMean(meant.find(Boolean))}`,
    );
    return undefined;
  }
  const standing = { place: placeOf(path), placeOf: (key: string) => placeOf([...path, key]) };
  const check = parse(kind, item, path, context);
  return check === undefined ? undefined : { ...standing, ...check };
};

type Bare<C> = C extends Check ? Omit<C, 'place' | 'placeOf'> : never;

const parse = (
  kind: (typeof checkKinds)[number],
  item: unknown,
  path: Path,
  context: Context,
): Bare<Check> | undefined => {
  const { problems } = context;
  const tell = (key: string, message: string): undefined => problems.tell([...path, key], message) as undefined;
  switch (kind) {
    case 'at': {
      const checked = checkSchemas.at.safeParse(item);
      if (!checked.success) return refuse(problems, path, checked.error, item);
      const { group = WHOLE, ...rest } = checked.data;
      if (['state', 'verdict', 'severity', 'reason', 'incident'].every((key) => !(key in rest)))
        return tell('at', 'expected state, verdict, severity, reason or incident beside it, got none');
      const guardrail = guardrailOf(rest.guardrail, [...path, 'guardrail'], context);
      if (guardrail === undefined || !isGroup(group, guardrail, [...path, 'group'], context)) return undefined;
      return { kind, group, ...defined(rest) };
    }
    case 'messages': {
      const checked = checkSchemas.messages.safeParse(item);
      if (!checked.success) return refuse(problems, path, checked.error, item);
      const { messages: span, are, ...rest } = checked.data;
      if (rest.count === undefined && rest.reasons === undefined && are === undefined)
        return tell('messages', 'expected count, reasons or are beside it, got none');
      if (!isKnown(rest.guardrail, [...path, 'guardrail'], context)) return undefined;
      if (
        are?.some((match, index) => !isKnown(match.guardrail, [...path, 'are', index, 'guardrail'], context)) === true
      )
        return undefined;
      return { kind, span, ...defined(rest), ...(are === undefined ? {} : { are: are.map(defined) }) };
    }
    case 'quiet': {
      const checked = checkSchemas.quiet.safeParse(item);
      if (!checked.success) return refuse(problems, path, checked.error, item);
      const { quiet: span, guardrail } = checked.data;
      return isKnown(guardrail, [...path, 'guardrail'], context)
        ? { kind, span, ...defined({ guardrail }) }
        : undefined;
    }
    case 'by': {
      const checked = checkSchemas.by.safeParse(item);
      if (!checked.success) return refuse(problems, path, checked.error, item);
      const { by, after, severity, subject, text, naming, ...ids } = checked.data;
      const told = notificationReasons.filter((reason) => ids[reason] !== undefined);
      const [reason] = told;
      if (reason === undefined || told.length > 1)
        return tell(
          'by',
          `expected one reason beside it, such as opened: with a guardrail, got ${told.join(' and ') || 'none'}`,
        );
      const guardrail = guardrailOf(ids[reason] ?? '', [...path, reason], context);
      if (guardrail === undefined) return undefined;
      const match = defined({ severity, subject, text, naming });
      return { kind, by, ...defined({ after }), reason, guardrail: guardrail.id, match };
    }
  }
};

const refuse = (problems: Problems, path: Path, error: Parameters<Problems['refuse']>[1], item: unknown): undefined => {
  problems.refuse(path, error, item);
  return undefined;
};

const isKnown = (id: string | undefined, path: Path, context: Context): boolean =>
  id === undefined || guardrailOf(id, path, context) !== undefined;

const guardrailOf = (id: string, path: Path, { guardrails, problems }: Context): Guardrail | undefined => {
  const guardrail = guardrails.find((known) => known.id === id);
  const ids = guardrails.map((known) => known.id);
  if (guardrail === undefined)
    problems.tell(
      path,
      `expected a guardrail of the rules (${ids.join(', ')}), got ${id}${didYouMean(nearest(id, ids))}`,
    );
  return guardrail;
};

/** Of a group that can't exist nothing is ever seen, which a check for calm would take for calm. */
const isGroup = (group: string, { id, by }: Guardrail, path: Path, { values, problems }: Context): boolean => {
  if (group === WHOLE) return true;
  const attribute = attributeOf(group);
  const value = group.slice(attribute.length + 1);
  if (!by.includes(attribute)) {
    const has = by.length === 0 ? 'has no groups' : `is judged by ${by.join(', ')}`;
    problems.tell(path, `${id} ${has}, got ${group}${didYouMean(nearest(attribute, by))}`);
    return false;
  }
  const known = [...(values.get(attribute) ?? [])];
  if (value === OTHER || known.includes(value)) return true;
  problems.tell(path, `no event has ${group}${didYouMean(nearest(value, known))}`);
  return false;
};

/** The same without the keys that have no value. */
const defined = <Shape extends object>(shape: Shape): { [Key in keyof Shape]: Exclude<Shape[Key], undefined> } =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Shape]: Exclude<Shape[Key], undefined>;
  };
