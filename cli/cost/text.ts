import Table from 'cli-table3';
import { countOf, countText, percentText } from '../../shared/core/message/format.ts';
import { partsOf } from '../../shared/core/rollup/part.ts';
import { type Line, totalOf } from './bill/line.ts';
import { type Estimate, itemPerEventTotal } from './estimate.ts';
import { seenBetween } from './price-age.ts';
import { HOURS_PER_MONTH, prices, services } from './prices.ts';
import { dollarText, priceText, quantityText, tiersText, timesText, wayTexts } from './words.ts';

/** The whole answer, for people. */
export const costText = (estimate: Estimate, rulesFile: string, notes: readonly string[]): string => {
  const { parapet, itemPerEvent, customMetrics } = estimate;
  const total = totalOf(parapet);
  const compared = (other: number): string => `${dollarText(other)}, ${timesText(other / total)} times as much`;
  return [
    introduction(estimate, rulesFile),
    `Parapet: ${dollarText(total)} (${byServiceText(parapet)})`,
    tableOf(parapet, [['total', total]]),
    `(a) An item for each event, and the same evaluator: ${compared(itemPerEventTotal(itemPerEvent))}`,
    tableOf(itemPerEvent.lines, [
      ['all but DynamoDB, as above', itemPerEvent.rest],
      ['total', itemPerEventTotal(itemPerEvent)],
    ]),
    `(b) CloudWatch custom metrics and alarms for the same guardrails and groups, published by the producers: ${compared(totalOf(customMetrics.lines))}`,
    tableOf(customMetrics.lines, [['total', totalOf(customMetrics.lines)]]),
    `A custom metric is ${tiersText(prices.customMetric)}; each alarm pays for all metrics that it reads.`,
    `(c) Parapet by the way in: ${waysText(estimate)}`,
    notes.map((note) => `- ${note}`).join('\n'),
  ].join('\n\n');
};

const introduction = (
  { deployment, freeTier, parapet, itemPerEvent, customMetrics }: Estimate,
  file: string,
): string => {
  const { eventsPerSecond, eventsPerBatch, minutesPerBatch, via, lateBatches, guardrails, groupsPerAttribute } =
    deployment;
  const [from, to] = seenBetween([...parapet, ...itemPerEvent.lines, ...customMetrics.lines]);
  return [
    `USD for a month of ${HOURS_PER_MONTH} hours in us-east-1: ${countOf(eventsPerSecond, 'event')}/s in batches of ${countText(eventsPerBatch)} ${wayTexts[via]},`,
    `each of ${quantityText(minutesPerBatch)} event minutes, ${lateBatches === 0 ? 'none' : percentText(lateBatches)} of them late;`,
    `${countOf(guardrails.length, 'guardrail')} of ${file} with ${countOf(partsOf(guardrails).length, 'count')}, ${countOf(groupsPerAttribute, 'group')} of each attribute.`,
    `On-demand prices as seen between ${from} and ${to}; ${freeTier ? 'less what AWS gives every account for ever, if nothing else runs in it' : 'no free tier'}.`,
  ].join('\n');
};

const byServiceText = (lines: readonly Line[]): string =>
  services
    .map((service) => [service, totalOf(lines.filter((line) => line.service === service))] as const)
    .filter(([, amount]) => amount > 0)
    .map(([service, amount]) => `${service} ${dollarText(amount)}`)
    .join(', ');

const waysText = ({ ways }: Estimate): string =>
  ways.map(([way, total]) => `${wayTexts[way]} ${total === undefined ? 'too large' : dollarText(total)}`).join(', ');

const tableOf = (lines: readonly Line[], sums: readonly (readonly [what: string, amount: number])[]): string => {
  const table = new Table({
    head: ['service', 'what', 'a month', 'USD each', 'USD'],
    colWidths: [null, 44, null, null, null],
    colAligns: ['left', 'left', 'right', 'left', 'right'],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { service, what, quantity, unit, free, amount, ...price } of lines) {
    const billed = `${quantityText(quantity)} ${unit}`;
    const given = free === 0 ? '' : `\n${free === quantity ? 'all' : quantityText(free)} of them free`;
    table.push([service, what, billed + given, priceText(price), dollarText(amount)]);
  }
  for (const [what, amount] of sums) table.push(['', what, '', '', dollarText(amount)]);
  return table.toString();
};
