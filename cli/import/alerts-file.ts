import { type Document, isMap, isSeq, LineCounter, parseAllDocuments } from 'yaml';

/** An alert of a file of rules, and where it stands. */
export interface Alert {
  readonly name: string;
  readonly line: number;
  readonly expr?: string;
  readonly for?: string;
  readonly keepFiringFor?: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
}

export interface AlertsFile {
  readonly alerts: readonly Alert[];
  /** Recording rules: they alert nobody. */
  readonly records: number;
}

/**
 * Reads `groups` of rules as Prometheus has them, also below `spec` of a PrometheusRule and in a list of these. Throws
 * with file, line and what was expected.
 */
export const readAlerts = (text: string, fileName: string): AlertsFile => {
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter: lines })];
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  for (const { errors } of documents) {
    const [error] = errors;
    if (error !== undefined)
      throw new Error(
        `${fileName}:${lineOf(error.pos[0])}: expected YAML: ${error.message.split(' at line ')[0]}` +
          (/\{\{/.test(text) ? '; a Helm chart is rendered first, with helm template' : ''),
      );
  }
  const rules = documents.flatMap((document) => rulesIn(document));
  if (rules.length === 0)
    throw new Error(
      `${fileName}: expected groups: with rules, as Prometheus reads them, or a PrometheusRule, got ${contentsOf(documents[0])}`,
    );
  return {
    alerts: rules.flatMap(({ rule, offset }) => (rule.has('alert') ? [alertOf(rule, lineOf(offset))] : [])),
    records: rules.filter(({ rule }) => rule.has('record')).length,
  };
};

interface Rule {
  readonly rule: ReadonlyMap<string, unknown>;
  readonly offset: number;
}

const rulesIn = (document: Document): readonly Rule[] =>
  groupPaths(document).flatMap((path) =>
    itemsAt(document, path).flatMap((_, group) =>
      itemsAt(document, [...path, group, 'rules']).flatMap((_rule, index): Rule[] => {
        const node = document.getIn([...path, group, 'rules', index], true);
        return isMap(node) ? [{ rule: mapOf(node.toJS(document)), offset: node.range?.[0] ?? 0 }] : [];
      }),
    ),
  );

const groupPaths = (document: Document): readonly (readonly (string | number)[])[] => [
  ['groups'],
  ['spec', 'groups'],
  ...itemsAt(document, ['items']).map((_, item) => ['items', item, 'spec', 'groups']),
];

const itemsAt = (document: Document, path: readonly (string | number)[]): readonly unknown[] => {
  const node = document.getIn(path, true);
  return isSeq(node) ? node.items : [];
};

const alertOf = (rule: ReadonlyMap<string, unknown>, line: number): Alert => {
  const [expr, hold, keep] = ['expr', 'for', 'keep_firing_for'].map((key) => textOf(rule.get(key)));
  return {
    name: textOf(rule.get('alert')) ?? '',
    line,
    ...(expr !== undefined && { expr }),
    ...(hold !== undefined && { for: hold }),
    ...(keep !== undefined && { keepFiringFor: keep }),
    labels: textsOf(rule.get('labels')),
    annotations: textsOf(rule.get('annotations')),
  };
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const mapOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

const textsOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map([...mapOf(value)].flatMap(([key, each]) => (textOf(each) === undefined ? [] : [[key, textOf(each) ?? '']])));

const contentsOf = (document: Document | undefined): string => {
  const value: unknown = document?.toJS();
  const keys = [...mapOf(value).keys()];
  if (Array.isArray(value)) return 'a list';
  return keys.length > 0 ? `a mapping of ${keys.slice(0, 5).join(', ')}` : value == null ? 'nothing' : 'text';
};
