import { patterns } from '../../shared/core/event/schema.ts';
import { dictionaryFields, numberFields } from '../../shared/core/segment/columns.ts';
import type { RawPattern } from '../../shared/core/guardrail/pattern-schema.ts';
import { Untranslatable } from './untranslatable.ts';

/** How the words of Prometheus become those of events: by what the user says, else by what names are usual. */
export interface Vocabulary {
  readonly labels: ReadonlyMap<string, string>;
  readonly metrics: ReadonlyMap<string, RawPattern>;
}

/** Where a label stands in events; undefined where it says nothing about them. `check` is what a reader must see to. */
export interface Field {
  readonly name: string | undefined;
  readonly check?: string;
}

export const fieldOf = (label: string, { labels }: Vocabulary): Field => {
  const said = labels.get(label);
  if (said !== undefined) return { name: said === '' ? undefined : said };
  if (ofTheScrape.has(label))
    return { name: undefined, check: `label ${label} is left out: it says where Prometheus read, not what was paid` };
  const usual = usualFields.get(label);
  if (usual !== undefined)
    return {
      name: usual,
      ...(usual !== label && { check: `label ${label} is read as ${usual}; --map ${label}=FIELD says otherwise` }),
    };
  if (fieldNames.has(label))
    throw new Untranslatable(
      `label ${label} has the name of a field of events, which is hardly the same; say what it is with --map ${label}=FIELD`,
    );
  if (!patterns.attributeName.test(label))
    throw new Untranslatable(`label ${label} can be no attribute; say what it is with --map ${label}=FIELD`);
  return { name: label };
};

const fieldNames: ReadonlySet<string> = new Set([...dictionaryFields, ...numberFields, 'id', 'time']);

/** What Prometheus adds to a series, or a cluster does. */
const ofTheScrape: ReadonlySet<string> = new Set(
  'instance,namespace,kubernetes_namespace,cluster,pod,container,node,endpoint,prometheus,env,environment,stage,tenant,replica,host'.split(
    ',',
  ),
);

const usualFields = new Map([
  ['outcome', 'outcome'],
  ['result', 'outcome'],
  ['status', 'outcome'],
  ['state', 'outcome'],
  ['code', 'outcome'],
  ['status_code', 'outcome'],
  ['http_status', 'outcome'],
  ['http_status_code', 'outcome'],
  ['response_code', 'outcome'],
  ['grpc_code', 'outcome'],
  ['fraud', 'fraud'],
  ['currency', 'currency'],
  ['job', 'source'],
  ['service', 'source'],
  ['app', 'source'],
  ['payment_method', 'method'],
  ['pay_method', 'method'],
  ['issuer', 'bank'],
  ['issuing_bank', 'bank'],
  ['bank_code', 'bank'],
  ['merchant_id', 'merchant'],
  ['mid', 'merchant'],
  ['provider', 'psp'],
  ['gateway', 'psp'],
  ['processor', 'psp'],
  ['acquirer', 'psp'],
  ['card_network', 'network'],
  ['scheme', 'network'],
  ['error_code', 'reason'],
  ['decline_reason', 'reason'],
  ['failure_reason', 'reason'],
]);

/** What a metric counts, as events. */
export interface Counted {
  readonly pattern: RawPattern;
  readonly check?: string;
}

export const countedBy = (metric: string, { metrics }: Vocabulary): Counted => {
  // A histogram is three metrics of one name.
  const base = metric.replace(/_(?:count|bucket)$/, '');
  const said = metrics.get(metric) ?? metrics.get(base);
  if (said !== undefined) return { pattern: said };
  const words = base.toLowerCase().split(/[_:]/);
  if (!words.some((word) => ofPayments.test(word)))
    throw new Untranslatable(
      `${metric} is not known to count payments; if it does, say so with --metric ${metric}, or --metric ${metric}=outcome:failed if only some of them`,
    );
  const pattern = Object.assign(
    {},
    ...meanings.flatMap(([word, fields]) => (words.some((each) => word.test(each)) ? [fields] : [])),
  ) as RawPattern;
  return {
    pattern,
    check:
      Object.keys(pattern).length === 0
        ? `${base} is taken for all payments`
        : `${base} is taken for events with ${patternText(pattern)}; --metric ${base}=FIELD:VALUE says otherwise`,
  };
};

const patternText = (pattern: RawPattern): string =>
  Object.entries(pattern)
    .map(([field, values]) => `${field} ${[values].flat().map(String).join(' or ')}`)
    .join(', ');

const ofPayments =
  /^(?:pay|payments?|checkouts?|transactions?|txns?|transfers?|payouts?|refunds?|charges?|authori[sz]ations?|purchases?|orders?|captures?|wallets?|chargebacks?|disputes?)$/;

const meanings: readonly (readonly [RegExp, RawPattern])[] = [
  [/^(?:fail(?:s|ed|ures?)?|errors?)$/, { outcome: ['failed', 'timeout'] }],
  [/^time(?:outs?|dout)$/, { outcome: ['timeout'] }],
  [/^(?:declined?|declines|reject(?:ed|ions)|refused)$/, { outcome: ['declined'] }],
  [/^(?:cancell?ed|cancellations|abandoned)$/, { outcome: ['cancelled'] }],
  [/^(?:succeeded|success(?:es|ful)?|approved|completed)$/, { outcome: ['succeeded'] }],
  [/^pending$/, { outcome: ['pending'] }],
  [/^fraud(?:ulent)?$/, { fraud: [true] }],
  [/^payouts?$/, { type: ['payout'] }],
  [/^refunds?$/, { type: ['refund'] }],
  [/^(?:chargebacks?|disputes?)$/, { type: ['chargeback'] }],
];
