import { readFileSync } from 'node:fs';
import { type Line, totalOf } from '../cli/cost/bill/line.ts';
import { deploymentOf } from '../cli/cost/cost.ts';
import type { Deployment } from '../cli/cost/deployment.ts';
import { type Estimate, estimate, itemPerEventTotal } from '../cli/cost/estimate.ts';
import { prices, type Service, services } from '../cli/cost/prices.ts';
import { dollarText, priceText, quantityText, tiersText, timesText } from '../cli/cost/words.ts';
import { loadGuardrails } from '../shared/core/guardrail/load.ts';
import { countText } from '../shared/core/message/format.ts';
import { ratio } from '../shared/core/units.ts';

/** Prints the tables of docs/cost.md: `node scripts/cost-table.ts`. What stands between its two comments is this. */

const loaded = loadGuardrails(readFileSync('guardrails.yaml', 'utf8'), 'guardrails.yaml');
if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
const { guardrails } = loaded;

const usual = { late: ratio(0.01), via: 'http', groups: 20, encryption: 'aws' } as const;
const estimateOf = (wish: Partial<Parameters<typeof deploymentOf>[0]>): Promise<Estimate> =>
  estimate(deploymentOf({ rate: 100, ...usual, ...wish }, guardrails), false);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [rowText(head), `|${head.map(() => '---|').join('')}`, ...rows.map(rowText)].join('\n');
const rowText = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const batchText = ({ eventsPerBatch }: Deployment): string => countText(eventsPerBatch);
const sumOf = (lines: readonly Line[], of: (service: Service) => boolean): string =>
  dollarText(totalOf(lines.filter(({ service }) => of(service))));

/** What one would build instead, and how many times as much that is. */
const instead = ({ parapet, itemPerEvent, customMetrics }: Estimate): string[] =>
  [itemPerEventTotal(itemPerEvent), totalOf(customMetrics.lines)].map(
    (total) => `${dollarText(total)} (${timesText(total / totalOf(parapet))}x)`,
  );

const rates: readonly (readonly [rate: number, batch: number])[] = [
  [1, 10],
  [10, 100],
  [100, 500],
  [1_000, 500],
];
const byRate = await Promise.all(rates.map(([rate, batch]) => estimateOf({ rate, batch })));
const byBatch = await Promise.all([1, 10, 100, 500, 2_000].map((batch) => estimateOf({ rate: 100, batch })));
const byGroups = await Promise.all([2, 20, 200].map((groups) => estimateOf({ rate: 100, batch: 500, groups })));
const whole = byRate.at(-1);
if (whole === undefined) throw new Error('expected a rate');

const eventWrites = (lines: readonly Line[]): number => lines.find(({ price }) => price === 'writeUnit')?.amount ?? 0;
const tableOf = (lines: readonly Line[]): number => totalOf(lines.filter(({ service }) => service === 'DynamoDB'));
const times = (of: (lines: readonly Line[]) => number): string =>
  timesText(of(whole.itemPerEvent.lines) / of(whole.parapet));

process.stdout.write(`
## By rate

${table(
  [
    'events/s',
    'batch',
    'Parapet',
    'DynamoDB',
    'Lambda',
    'API Gateway',
    'CloudWatch',
    'other',
    '(a) item per event',
    '(b) metrics and alarms',
  ],
  byRate.map((each) => [
    countText(each.deployment.eventsPerSecond),
    batchText(each.deployment),
    `**${dollarText(totalOf(each.parapet))}**`,
    ...(['DynamoDB', 'Lambda', 'API Gateway', 'CloudWatch'] as const).map((name) =>
      sumOf(each.parapet, (service) => service === name),
    ),
    sumOf(each.parapet, (service) => !['DynamoDB', 'Lambda', 'API Gateway', 'CloudWatch'].includes(service)),
    ...instead(each),
  ]),
)}

At ${countText(whole.deployment.eventsPerSecond)} events/s in batches of ${batchText(whole.deployment)} an item per event writes for ${times(eventWrites)} times as much, its whole table costs ${times(tableOf)} times as
much, and the whole system ${timesText(itemPerEventTotal(whole.itemPerEvent) / totalOf(whole.parapet))} times as much.

## By batch, at 100 events/s

${table(
  ['batch', 'over HTTPS', 'over the queue', 'over a stream', '(a) item per event', '(b) metrics and alarms'],
  byBatch.map((each) => [
    batchText(each.deployment),
    ...each.ways.map(([, total]) => (total === undefined ? 'too large' : dollarText(total))),
    ...instead(each),
  ]),
)}

## By groups of each attribute, at 100 events/s in batches of 500

${table(
  ['groups', 'Parapet', '(b) metrics and alarms', 'metrics', 'alarm metrics'],
  byGroups.map((each) => [
    countText(each.deployment.groupsPerAttribute),
    dollarText(totalOf(each.parapet)),
    instead(each)[1] ?? '',
    countText(each.customMetrics.metrics),
    countText(each.customMetrics.alarmMetrics),
  ]),
)}

## Line by line, at 1,000 events/s in batches of 500

${table(
  ['service', 'what', 'a month', 'USD each', 'USD'],
  [
    ...whole.parapet.map(rowOf),
    ['', '', '', '', `**${dollarText(totalOf(whole.parapet))}**`],
    ...whole.itemPerEvent.lines.map((line) => rowOf({ ...line, what: `(a) ${line.what}` })),
    ['', '(a) all but DynamoDB, as above', '', '', dollarText(whole.itemPerEvent.rest)],
    ['', '', '', '', `**${dollarText(itemPerEventTotal(whole.itemPerEvent))}**`],
    ...whole.customMetrics.lines.map((line) => rowOf({ ...line, what: `(b) ${line.what}` })),
    ['', '', '', '', `**${dollarText(totalOf(whole.customMetrics.lines))}**`],
  ],
)}

## The prices

${table(
  ['service', 'USD', 'of', 'seen on', 'seen in', 'always free a month'],
  services.flatMap((service) =>
    Object.values(prices)
      .filter((price) => price.service === service)
      .map(({ unit, source, asOf, seenIn, alwaysFree, ...price }) => [
        `[${service}](${source})`,
        tiersText(price),
        unit,
        asOf,
        seenIn,
        alwaysFree === undefined ? '' : countText(alwaysFree),
      ]),
  ),
)}

`);

function rowOf({ service, what, quantity, unit, amount, ...price }: Line): string[] {
  return [service, what, `${quantityText(quantity)} ${unit}`, priceText(price), dollarText(amount)];
}
